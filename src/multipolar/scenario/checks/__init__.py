"""What a scenario may not say although its form is right; one module for each part of the file.

Each check reads the plain data and yields findings; none of them opens files, knows line numbers or
stops at the first fault.
"""
