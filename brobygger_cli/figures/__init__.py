"""What figures show, made from the rows of a comparison; `render.drawing` draws them."""
