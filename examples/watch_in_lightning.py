"""A callback for Lightning that watches the recurrent layers of whatever is trained.

python examples/watch_in_lightning.py
"""

import lightning
import torch
from torch import nn

import gruviz


class Watch(lightning.Callback):
    """Sends what the recurrent layers do to the trainer's loggers; `monitor` has it, and its report, in any case."""

    def __init__(self, every=50):
        self.every = every

    def on_train_start(self, trainer, pl_module):
        def log(step, values):
            for logger in trainer.loggers:
                logger.log_metrics(values, step)

        self.monitor = gruviz.watch(pl_module, every=self.every, log=log)
        self.monitor.start()

    def teardown(self, trainer, pl_module, stage):
        self.monitor.stop()


class Recall(lightning.LightningModule):
    """Says after a sequence of noise whether its first number was positive."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(1, 16, batch_first=True)
        self.head = nn.Linear(16, 1)

    def training_step(self, x):
        said = self.head(self.rnn(x)[0][:, -1]).squeeze(-1)
        return nn.functional.binary_cross_entropy_with_logits(said, (x[:, 0, 0] > 0).float())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=0.01)


def main(sequences=3200, every=20, **settings):
    watch = Watch(every)
    trainer = lightning.Trainer(max_epochs=1, gradient_clip_val=1.0, callbacks=[watch], **settings)
    trainer.fit(Recall(), torch.utils.data.DataLoader(torch.randn(sequences, 20, 1), batch_size=32))
    print(watch.monitor.report())
    return watch.monitor


if __name__ == "__main__":
    main(logger=False, enable_checkpointing=False)
