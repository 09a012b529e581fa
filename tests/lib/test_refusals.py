from inkstead.lib.refusals import Refused


def test_a_refusal_reads_as_its_sentence() -> None:
    refusal = Refused("Only the authors can do that.")
    assert (str(refusal), refusal.message, refusal.code, refusal.fields) == (
        "Only the authors can do that.",
        "Only the authors can do that.",
        "refused",
        {},
    )


def test_a_refusal_names_its_fields() -> None:
    assert Refused("No title.", code="invalid", fields={"title": "Missing."}).fields == {"title": "Missing."}
