"""What can go wrong with packages, their drafts and the versions of problems, as one named error each."""

from app.errors import HoldoutError


class DraftOpen(HoldoutError):
    """Somebody works on this problem already; `fields` name the draft (`draft`)."""

    status, slug, title = 409, "draft-open", "There is a draft of this problem already"
    detail = "Go on in that draft, so that nobody's work overwrites another's."


class DraftClosed(HoldoutError):
    """The draft was published or put away and can only be read."""

    status, slug, title = 409, "draft-closed", "This draft can only be read"
    detail = "It was published or put away. Open another draft of the problem to go on."


class FileChanged(HoldoutError):
    """A file of a package was changed since this revision; `fields` hold what the server has (`text`, `revision`)."""

    status, slug, title = 409, "file-changed", "Somebody changed this file meanwhile"
    detail = "Both texts are kept: compare them and choose what to keep."


class DraftChanged(HoldoutError):
    """A draft as a whole was changed since this revision; `fields` say which it has (`revision`)."""

    status, slug, title = 409, "draft-changed", "Somebody changed this draft meanwhile"
    detail = "Nothing was replaced. Open the draft, look at what is new, and try again."


class NameTaken(HoldoutError):
    """The package has a file of this name, or one that a computer without capital letters takes for it."""

    status, slug, title = 409, "name-taken", "There is a file of this name already"
    detail = "Names that differ only in capital letters are one name on some computers. Choose another."


class WrongVersionState(HoldoutError):
    """A version of a problem is not in a state in which this can be done; `fields` say in which (`state`)."""

    status, slug, title = 409, "wrong-version-state", "That is not possible with this version now"
    detail = "It has moved on. Open it again to see what can be done."


class VersionTaken(HoldoutError):
    """The number of a version is used, or not above the published one; `fields` name that one (`version`)."""

    status, slug, title = 409, "version-taken", "That version number is taken"
    detail = "A published version never changes. Raise `version` in problem.yaml."


class NotSolvedBlind(HoldoutError):
    """Nobody who has seen neither draft nor package has solved the pilot yet."""

    status, slug, title = 409, "not-solved-blind", "Nobody has solved it blind yet"
    detail = (
        "A second person, who has not looked inside, solves the pilot first. "
        "An administrator can waive this with a reason."
    )


class LookedInside(HoldoutError):
    """Somebody who has seen the draft or the package of a problem asked to solve it blind."""

    status, slug, title = 409, "looked-inside", "You have looked inside this problem"
    detail = "Its draft, package or statistics were shown to you, so you cannot solve it blind. Ask somebody else to."


class ReasonMissing(HoldoutError):
    """A step was taken that has to be explained."""

    status, slug, title = 422, "reason-missing", "A reason is needed"
    detail = "Say in a few words why. It is kept with the version's history."


class PackageTooLarge(HoldoutError):
    """A package, or a file of it, is over what one may hold."""

    status, slug, title = 413, "package-too-large", "That is too large for a package"
    detail = "Generate large data in grader.py instead."


class UnfitName(HoldoutError):
    """A file of this name has no place in a package."""

    status, slug, title = 422, "unfit-name", "A package has no such file"
    detail = "The package format says which files there are, e.g. solutions/accepted/name.py."


class UnfitArchive(HoldoutError):
    """A zip file that is no package, or not a harmless one; `fields` name the entry where it is one (`entry`)."""

    status, slug, title = 422, "unfit-archive", "That archive cannot be imported"
    detail = "Pack the problem's folder as a zip file and try again."


class Unreadable(HoldoutError):
    """Reading a text took longer, or more memory, than any honest one needs."""

    status, slug, title = 422, "unreadable", "That text cannot be read"
    detail = "Reading it takes too long. It may be nested too deeply."
