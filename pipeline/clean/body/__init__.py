"""The article's subtree -> lead and blocks in reading order. BeautifulSoup lives here."""
