"""Nothing lost: the text of the source against the text of the finished outputs, block by block,
marks included.
"""

from duben.proof.ebook import prove_epub
from duben.proof.paper import Printed, off_the_page, prove_pdf

__all__ = ["Printed", "off_the_page", "prove_epub", "prove_pdf"]
