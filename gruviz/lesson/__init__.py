"""The lesson: steps and exercises as teachers write them, live figures, grading, handouts.

Everything here is computed without a page: text in, records out; an experiment in, a chart and measured numbers out.
"""

from gruviz.lesson.answer_key import answer_key
from gruviz.lesson.course import Course, parse_course, route, selected
from gruviz.lesson.demonstrations import DEMONSTRATIONS, Demonstration, Measure, demonstrate
from gruviz.lesson.exercises import Exercise, Goal, goal_states, parse_exercise
from gruviz.lesson.grading import Grade, answer_words, grade, right_choice
from gruviz.lesson.handout import handout, results, worksheet
from gruviz.lesson.printed import StepRun
from gruviz.lesson.prose import check_prose, filled
from gruviz.lesson.questions import Question
from gruviz.lesson.quiz import QuizItem, parse_quiz_item
from gruviz.lesson.slides import slides
from gruviz.lesson.steps import LessonStep, parse_step

__all__ = [
    "DEMONSTRATIONS",
    "Course",
    "Demonstration",
    "Exercise",
    "Goal",
    "Grade",
    "LessonStep",
    "Measure",
    "Question",
    "QuizItem",
    "StepRun",
    "answer_key",
    "answer_words",
    "check_prose",
    "demonstrate",
    "filled",
    "goal_states",
    "grade",
    "handout",
    "parse_course",
    "parse_exercise",
    "parse_quiz_item",
    "parse_step",
    "results",
    "right_choice",
    "route",
    "selected",
    "slides",
    "worksheet",
]
