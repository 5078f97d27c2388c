"""The statistics: arrays in, arrays out. No pandas, no questionnaire, no text."""
