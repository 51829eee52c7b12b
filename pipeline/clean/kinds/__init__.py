"""What a page is: an article, a document, or one of the many things that are neither."""
