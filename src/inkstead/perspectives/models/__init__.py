from inkstead.perspectives.models.found import Audience, Echo, Retelling, Scene, SharedLine, Survey
from inkstead.perspectives.models.said import LinkSaid, Meant, SceneSaid

__all__ = ["Audience", "Echo", "LinkSaid", "Meant", "Retelling", "Scene", "SceneSaid", "SharedLine", "Survey"]
