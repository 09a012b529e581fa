"""What can be done with people, their pen names and their keys."""

from inkstead.accounts.actions.blocks import block_name, ends_between, unblock_name
from inkstead.accounts.actions.pen_names import (
    add_pen_name,
    edit_pen_name,
    free_gone_name,
    remember_gone_names,
    take_wished_pen_name,
    use_pen_name,
)
from inkstead.accounts.actions.people import (
    NewAccount,
    change_role,
    choose_adult,
    choose_zone,
    create_account,
    create_accounts,
    deactivate_account,
    forget_unconfirmed,
    prepare_account,
    save_preferences,
    set_password,
    set_standing,
    withhold_bio,
)
from inkstead.accounts.actions.tokens import create_token, create_tokens, revoke_token, user_for_token

__all__ = [
    "NewAccount",
    "add_pen_name",
    "block_name",
    "change_role",
    "choose_adult",
    "choose_zone",
    "create_account",
    "create_accounts",
    "create_token",
    "create_tokens",
    "deactivate_account",
    "edit_pen_name",
    "ends_between",
    "forget_unconfirmed",
    "free_gone_name",
    "prepare_account",
    "remember_gone_names",
    "revoke_token",
    "save_preferences",
    "set_password",
    "set_standing",
    "take_wished_pen_name",
    "unblock_name",
    "use_pen_name",
    "user_for_token",
    "withhold_bio",
]
