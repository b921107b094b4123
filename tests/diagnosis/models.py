"""Models and training loops as others write them, small."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class CharRNN(nn.Module):
    """Characters in, characters out, with the state carried from chunk to chunk."""

    def __init__(self, vocab=7, embed=4, hidden=5, layers=2, dropout=0.3):
        super().__init__()
        self.encoder = nn.Embedding(vocab, embed)
        self.rnn = nn.LSTM(embed, hidden, layers, dropout=dropout, batch_first=True)
        self.drop = nn.Dropout(dropout)
        self.decoder = nn.Linear(hidden, vocab)

    def forward(self, x, hidden):
        output, hidden = self.rnn(self.drop(self.encoder(x)), hidden)
        return self.decoder(self.drop(output)), hidden

    def init_hidden(self, batch):
        weight = next(self.parameters())
        shape = self.rnn.num_layers, batch, self.rnn.hidden_size
        return weight.new_zeros(shape), weight.new_zeros(shape)


def repackage_hidden(h):
    """Detach states from their history."""
    return h.detach() if isinstance(h, Tensor) else tuple(repackage_hidden(v) for v in h)


class CharTraining:
    """A corpus cut into B streams, read in chunks."""

    clip = 0.25

    def __init__(self, model, streams=3, chunk=6, chunks=4):
        self.model, self.chunk = model, chunk
        self.data = torch.randint(0, 7, (streams, chunk * chunks + 1))
        self.optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        self.hidden = model.init_hidden(streams)

    def loss(self, model, index):
        """Of chunk `index`, going on from the hidden state as it is."""
        x, y = (self.data[:, index * self.chunk + k :][:, : self.chunk] for k in (0, 1))
        self.hidden = repackage_hidden(self.hidden)
        logits, self.hidden = model(x, self.hidden)
        return functional.cross_entropy(logits.reshape(-1, logits.shape[-1]), y.reshape(-1))

    def update(self, index):
        self.optimizer.zero_grad()
        loss = self.loss(self.model, index)
        loss.backward()
        clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        return loss.item()


class Tagger(nn.Module):
    """A tag for every word of sentences of unequal length."""

    PAD = 0

    def __init__(self, vocab=9, embed=4, hidden=3, tags=5):
        super().__init__()
        self.embedding = nn.Embedding(vocab, embed, padding_idx=self.PAD)
        self.lstm = nn.LSTM(embed, hidden, num_layers=2, dropout=0.2, bidirectional=True, batch_first=True)
        self.hidden2tag = nn.Linear(2 * hidden, tags)

    def forward(self, sentences, lengths):
        packed = pack_padded_sequence(self.embedding(sentences), lengths, batch_first=True, enforce_sorted=False)
        output, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        return functional.log_softmax(self.hidden2tag(output), dim=-1)


class TaggerTraining:
    """Sentences with tags; padding has tag -1."""

    clip = 5.0
    lengths = torch.tensor([3, 7, 5, 1])

    def __init__(self, model):
        self.model = model
        there = torch.arange(7) < self.lengths[:, None]
        self.words = [torch.where(there, torch.randint(1, 9, (4, 7)), 0) for _ in range(4)]
        self.tags = [torch.where(there, torch.randint(0, 5, (4, 7)), -1) for _ in range(4)]
        self.criterion = nn.NLLLoss(ignore_index=-1)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=0.01)

    def loss(self, model, index):
        scores = model(self.words[index], self.lengths)
        return self.criterion(scores.flatten(0, 1), self.tags[index].flatten())

    def update(self, index):
        self.model.zero_grad()
        loss = self.loss(self.model, index)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), max_norm=self.clip)
        self.optimizer.step()
        return loss.item()


class EncoderRNN(nn.Module):
    def __init__(self, vocab, hidden):
        super().__init__()
        self.embedding = nn.Embedding(vocab, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)

    def forward(self, x):
        return self.gru(self.embedding(x))


class DecoderRNN(nn.Module):
    def __init__(self, hidden, vocab):
        super().__init__()
        self.embedding = nn.Embedding(vocab, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, vocab)

    def forward(self, encoder_hidden, target, forced):
        word, hidden, outputs = target.new_full((len(target), 1), 0), encoder_hidden, []
        for i, teaches in enumerate(forced):
            output, hidden = self.gru(functional.relu(self.embedding(word)), hidden)
            outputs.append(self.out(output))
            word = target[:, i : i + 1] if teaches else outputs[-1].argmax(-1).detach()
        return functional.log_softmax(torch.cat(outputs, 1), dim=-1), hidden


class Seq2Seq(nn.Module):
    """A sentence into another: the decoder starts from the encoder's last state."""

    def __init__(self, vocab=6, hidden=4):
        super().__init__()
        self.encoder, self.decoder = EncoderRNN(vocab, hidden), DecoderRNN(hidden, vocab)

    def forward(self, source, target, forced):
        _, hidden = self.encoder(source)
        return self.decoder(hidden, target, forced)[0]


class Seq2SeqTraining:
    """Pairs of sentences; an optimizer for each half."""

    clip = None

    def __init__(self, model):
        self.model = model
        self.pairs = [(torch.randint(0, 6, (3, 6)), torch.randint(0, 6, (3, 5))) for _ in range(4)]
        self.forced = [[True, False, True, True, False], [True] * 5, [False] * 5, [False, True] * 2 + [True]]
        self.optimizers = [torch.optim.Adam(half.parameters(), lr=0.02) for half in (model.encoder, model.decoder)]

    def loss(self, model, index):
        source, target = self.pairs[index]
        scores = model(source, target, self.forced[index])
        return functional.nll_loss(scores.reshape(-1, scores.shape[-1]), target.reshape(-1))

    def update(self, index):
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        loss = self.loss(self.model, index)
        loss.backward()
        for optimizer in self.optimizers:
            optimizer.step()
        return loss.item()


class Agent(nn.Module):
    """A policy and a value that read the state of a GRU; an episode that ended starts the next from zeros."""

    def __init__(self, observations=4, hidden=5, actions=3, form="gru"):
        super().__init__()
        self.form = form
        self.network = nn.Sequential(nn.Linear(observations, 6), nn.Tanh())
        self.gru = nn.GRUCell(6, hidden) if form == "cell" else nn.GRU(6, hidden)
        self.actor, self.critic = nn.Linear(hidden, actions), nn.Linear(hidden, 1)

    def get_states(self, x, state, done):
        hidden, seen = self.network(x), []
        for h, d in zip(hidden, done, strict=True):
            if self.form == "gru":
                h, state = self.gru(h.unsqueeze(0), (1.0 - d).view(1, -1, 1) * state)
                h = h.squeeze(0)
            else:
                h = state = self.gru(h, (1.0 - d).unsqueeze(-1) * state)
            seen.append(h)
        return torch.stack(seen), state

    def forward(self, x, state, done):
        hidden, state = self.get_states(x, state, done)
        return self.actor(hidden), self.critic(hidden).squeeze(-1), state


class PPOTraining:
    """Rollouts of several environments, time first; the state at a rollout's beginning is a constant."""

    clip = 0.5

    def __init__(self, model, steps=8, environments=3):
        self.model, shape = model, (4, steps, environments)
        precision = next(model.parameters()).dtype
        self.x = torch.randn(*shape, 4, dtype=precision)
        self.done = (torch.rand(shape) < 0.25).to(precision)
        self.actions = torch.randint(0, 3, shape)
        self.advantages, self.returns, self.old = (torch.randn(shape, dtype=precision) for _ in range(3))
        cell = isinstance(model.gru, nn.GRUCell)
        self.state = torch.zeros(*(() if cell else (1,)), environments, model.gru.hidden_size, dtype=precision)
        self.optimizer = torch.optim.Adam(model.parameters(), lr=0.01, eps=1e-5)

    def begins(self, index):
        """Of each environment, the steps behind the first that begin an episode, counted from 1."""
        return [(torch.nonzero(done[1:])[:, 0] + 2).tolist() for done in self.done[index].T]

    def loss(self, model, index):
        logits, values, self.after = model(self.x[index], self.state, self.done[index])
        chosen = torch.distributions.Categorical(logits=logits)
        ratio = (chosen.log_prob(self.actions[index]) - self.old[index] * 0.1 + 1.1).exp()
        advantages = self.advantages[index]
        policy = torch.max(-advantages * ratio, -advantages * ratio.clamp(0.8, 1.2)).mean()
        return policy + 0.5 * (values - self.returns[index]).square().mean() - 0.01 * chosen.entropy().mean()

    def update(self, index):
        loss = self.loss(self.model, index)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        self.state = self.after.detach()
        return loss.item()


class Practice(NamedTuple):
    """A model and the loop that trains it."""

    model: Callable[[], nn.Module]
    training: Callable[[nn.Module], Any]

    def begin(self, dtype=torch.float64, seed=0):
        torch.manual_seed(seed)
        model = self.model().to(dtype)
        return model, self.training(model)


PRACTICES = {
    "char-rnn": Practice(CharRNN, CharTraining),
    "tagger": Practice(Tagger, TaggerTraining),
    "seq2seq": Practice(Seq2Seq, Seq2SeqTraining),
    "ppo": Practice(Agent, PPOTraining),
    "ppo with a cell": Practice(lambda: Agent(form="cell"), PPOTraining),
}
