"""The codes of classes: two plain words that one can call across a room."""

import re
import secrets

_HOW = """
amber autumn bold brave breezy bright brisk bronze calm candid cheery chilly clear clever cloudy copper cosmic crisp
curious daring eager early fair fancy fluffy foggy frosty gentle glad golden grand green happy hardy hazel hearty
honest humble icy indigo ivory jade jolly keen kind lasting leafy lilac little lively lucky lunar marble mellow merry
mighty mild misty modest mossy neat nimble noble olive opal open orange patient pearl placid playful plucky polar
polite proud purple quick quiet rapid ready rosy royal ruby rustic sandy scarlet shiny silent silver simple sleepy
smart smooth snowy solar spry steady stormy sturdy sunny swift tidy tiny upbeat velvet violet vivid warm wild windy
wise witty
"""
_WHAT = """
acorn alder anchor apple arrow aspen badger bamboo barn basil beacon beaver birch bison breeze bridge brook canoe
canyon castle cedar cherry cliff clover comet compass coral cove crane creek cricket dolphin dove dragon eagle elk
falcon fern finch forest fox gecko glacier goose grove hare hawk hedge heron hill hornet ibis island ivy jaguar
kestrel kite koala lagoon lake lantern lark lemon lizard lotus lynx magpie maple marten meadow meteor mole moon moose
moth mountain nest newt oak ocean orchard osprey otter owl panda panther parrot pebble pelican penguin pine plum pony
poppy puffin quail rabbit raven reef river robin rocket salmon seal sparrow spruce squirrel stork swallow swan tiger
toucan trout tulip turtle valley walnut walrus willow wolf wren yak zebra
"""
FIRST, SECOND = tuple(_HOW.split()), tuple(_WHAT.split())


def new_code() -> str:
    """Any of some 13,000 codes."""
    return f"{secrets.choice(FIRST)}-{secrets.choice(SECOND)}"


def read_code(text: str) -> str:
    """A code as somebody typed it: "Quiet Heron " is quiet-heron."""
    return "-".join(re.findall(r"[a-z]+", text.lower()))
