"""The beam: the only place where the columns meet. It keeps what the wire said, has it read, and files what was read.

It knows no Scrapy: crawl, import and rebuild all go through it.
"""
