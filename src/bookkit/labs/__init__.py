"""The frame of labs: controls, a picture that follows them, and words on what changed."""
