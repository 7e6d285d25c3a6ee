"""The pictures of a story, with caption, credit and rights. Each module answers one question, in this order:

1. Which pictures are the story's?  `selection`; `teasers` tells the pictures of other stories and of authors,
   `image_urls` which URL of an element is the picture, `image_identity` which URLs show the same picture.
2. Which lines are printed with a picture?  `caption_lines` for those in a box, `adjacent_lines` for those beside it.
   **A caption in a new box** goes here; if only the name of the box is new, into ``page/caption_boxes.py``.
3. Which of these lines is the caption, and which the credit?  `captions`; line by line `caption_texts`, and
   `credit_elements` for elements that hold only the credit.
4. What do the attributes of the picture say, where nothing is printed?  `image_attributes`.
5. What do linked data and meta elements declare?  `declared_images`; about rights, `rights`.
6. Who made the picture, and for whom?  ``lines/credit.py``, outside of this package.

`images` asks them in this order; `story_image` is the picture that they pass on. `file_metadata` and
`file_containers` read the rights in picture files, where these are kept.
"""
