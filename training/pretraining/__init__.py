"""Raw text to a pretrained word encoder and first recurrent layers."""
