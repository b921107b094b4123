"""What a class refuses, in a sentence for whoever asked."""

from gruviz.validation import GruvizError


class ClassRefusal(GruvizError):
    """A request that a class does not carry out; the message is a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__("class", "", "", sentence)

    def __reduce__(self) -> tuple[type["ClassRefusal"], tuple[str]]:  # type: ignore[override]
        return type(self), (self.sentence,)


class NoSuchClass(ClassRefusal):
    """No class has this code: it is over, or never was."""

    def __init__(
        self, sentence: str = "There is no class with this code. It may be over, or a letter is wrong."
    ) -> None:
        super().__init__(sentence)


class NotTheTeacher(ClassRefusal):
    """An act of the teacher's, asked for by another browser."""

    def __init__(self) -> None:
        super().__init__("Only the teacher's browser can do this.")

    def __reduce__(self) -> tuple[type["NotTheTeacher"], tuple[()]]:  # type: ignore[override]
        return type(self), ()


class DatabaseAway(ClassRefusal):
    """The database does not answer now; it may in a moment."""

    def __init__(self) -> None:
        super().__init__("The class's database does not answer. Try again in a moment.")

    def __reduce__(self) -> tuple[type["DatabaseAway"], tuple[()]]:  # type: ignore[override]
        return type(self), ()


class VoteRefused(ClassRefusal):
    """A vote that does not count: voting is closed, or this question is not asked now."""
