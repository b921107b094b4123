"""What a teacher prints follows the chosen steps."""

from gruviz.ui.walkthrough.teacher import papers


def test_papers_are_of_the_route_or_of_the_teachers_own_steps():
    short = papers({"route": "20", "steps": [], "seed": 1})["Worksheet"]()
    own = papers({"route": "20", "steps": ["carry", "chain"], "seed": 1})
    assert short.count("<section>") == 3 + 1, "three questions, and one at the end"
    assert own["Worksheet"]().count("<section>") == 2 + 1
    slides = own["Slides"]()
    assert slides.index("Keep, or let in?") < slides.index("How much of the gradient comes back?")
    assert "2 experiments. Random seed 1." in slides
