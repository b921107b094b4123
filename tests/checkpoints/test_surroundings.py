"""An embedding below, a readout above."""

import numpy as np
import torch
from safetensors.torch import save
from torch import nn

from gruviz.checkpoints import read_checkpoint


def read(**modules):
    torch.manual_seed(0)
    return read_checkpoint("a", save(nn.ModuleDict(modules).state_dict()))


def test_a_readout_of_both_directions_is_found():
    head = nn.Linear(8, 2)
    found = read(rnn=nn.GRU(3, 4, bidirectional=True), head=head).readout
    assert found.name == "head.weight"
    np.testing.assert_array_equal(found.W, head.weight.detach())
    np.testing.assert_array_equal(found.b, head.bias.detach())


def test_where_several_may_be_it_there_is_none():
    assert read(rnn=nn.GRU(3, 4), out=nn.Linear(4, 2), head=nn.Linear(4, 5)).readout is None


def test_an_embedding_is_one_by_name_and_size():
    table = nn.Embedding(9, 3)
    checkpoint = read(tok_emb=table, other_emb=nn.Embedding(9, 5), rnn=nn.GRU(3, 4))
    np.testing.assert_array_equal(checkpoint.embedding, table.weight.detach())
    assert "tok_emb.weight" in [other.name for other in checkpoint.others]
    assert read(body=nn.Linear(3, 9), rnn=nn.GRU(3, 4)).embedding is None
