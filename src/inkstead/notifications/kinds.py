"""What people can be told of, and by which ways unless they say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

SITE, MAIL, PUSH = "site", "mail", "push"
CHANNELS = (SITE, MAIL, PUSH)


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    label: str
    mail: bool = False
    push: bool = False
    site: bool = True

    def by_default(self, channel: str) -> bool:
        return {SITE: self.site, MAIL: self.mail, PUSH: self.push}[channel]


KINDS = {
    kind.name: kind
    for kind in (
        Kind("part", "New parts of what you follow", mail=True, push=True),
        Kind("version", "New versions of parts"),
        Kind("announcement", "Announcements of stories you follow", mail=True),
        Kind("shelf", "Stories on shelves you follow"),
        Kind("search", "What your saved searches find"),
        Kind("comment", "Comments on your stories", mail=True, push=True),
        Kind("reply", "Answers to your comments", mail=True, push=True),
        Kind("mention", "Mentions of your names", mail=True, push=True),
        Kind("wall", "Posts on your wall", mail=True),
        Kind("reaction", "Hearts and reactions"),
        Kind("vote", "Votes for your parts"),
        Kind("follow", "New followers"),
        Kind("invitation", "Invitations to write together", mail=True, push=True),
        Kind("suggestion", "Suggestions and notes on drafts", mail=True),
        Kind("moderation", "Decisions of moderators", mail=True),
    )
}
