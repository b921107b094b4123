import pytest

from gruviz.maps.axis import Axis
from gruviz.validation import InvalidValue


@pytest.mark.parametrize("values", [(1.0,), (2.0, 1.0), (1.0, 1.0)])
def test_values_rise(values):
    with pytest.raises(InvalidValue, match="upwards"):
        Axis("gain", values)
