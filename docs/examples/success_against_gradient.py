"""Does the gradient before training tell who learns? On one task it does, on the other it does not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import gruviz
from gruviz.maps.shipped import shipped_maps

tasks = {"First symbol, then noise": "gru_first_symbol", "Adding problem": "gru_adding"}
learned = {task: shipped_maps(key).maps["success"] for task, key in tasks.items()}
plans = {task: replace(one.plan, measure="gradient") for task, one in learned.items()}
before = {task: gruviz.sweep(plan, ThreadPoolExecutor(1)) for task, plan in plans.items()}
gruviz.figures.success_against_gradient(learned, before)
