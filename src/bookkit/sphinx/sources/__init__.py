"""Facts and their sources on pages, the codebook, and the gate that sound evidence opens."""
