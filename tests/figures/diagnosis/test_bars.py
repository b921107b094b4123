from gruviz.figures.diagnosis.bars import bar_part


def test_a_part_has_its_edge_its_hatching_and_its_number_at_the_pointer():
    part = bar_part("shut", ["a", "b"], [1, None], "red", "blue", hover="%{x:.3g}%", shape="x")
    assert part["y"] == ["a", "b"]
    assert part["x"] == [1, None]
    assert part["marker"]["line"] == {"color": "blue", "width": 1}
    assert part["marker"]["pattern"]["shape"] == "x"
    assert part["hovertemplate"] == "shut: %{x:.3g}%<extra></extra>"
    assert "pattern" not in bar_part("open", ["a"], [1], "red", "blue")["marker"]
