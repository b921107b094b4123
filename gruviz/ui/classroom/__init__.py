"""The class: its database, the students' phones, the teacher's screen."""
