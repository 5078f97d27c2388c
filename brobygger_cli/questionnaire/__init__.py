"""What was asked: pydantic models of a questionnaire, one file per question type, and how it is loaded."""
