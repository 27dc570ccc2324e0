"""HTML, charts, tagged PDFs, the index page and the letters, from frozen reports and templates. Fetches nothing, computes no figures."""
