"""The pictures of a story, with caption, credit and rights. Each module answers one question, in this order:

1. Which pictures are the story's?  `selection`; `teasers` knows the pictures of other stories and authors' faces,
   `image_urls` which URL of an element is the picture.
2. Which lines are printed with a picture?  `caption_lines`. **A caption in a new box**: the name of the box goes into
   the table of ``page/furniture.py``; where the box stands, into `caption_lines`.
3. Which of these lines is the caption, and which the credit?  `captions`, line by line in `caption_texts`;
   `credit_elements` knows the elements that hold only the credit.
4. What do the attributes of the picture say, where nothing is printed?  `image_attributes`.
5. What do linked data and meta elements declare?  `declared_images`; of rights, `rights`.
6. Who made the picture, for whom?  ``lines/credit.py``, outside of this package: text in, parts of the credit out.

`images` goes through them in this order. `file_metadata` reads the picture files themselves, where they are kept.
"""
