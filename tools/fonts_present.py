"""Exit code 0 where this machine can set Chinese papers, 1 where a font must be brought."""

import sys

from huiyin.documents import fonts

sys.exit(bool(fonts.check().missing))
