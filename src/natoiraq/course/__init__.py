"""The instructor's path: the course folder, the files of a learning management system, `natoiraq-course`."""
