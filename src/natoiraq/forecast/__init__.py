"""The forecasting sheet of the book."""
