"""The program that opens a workbook, alone in a process with little memory and little time. Run by `spreadsheet`, never imported.

Answers on standard output in JSON Lines: ``{"sheet": name, "visible": bool}`` before each sheet's rows, a list for each row, and
``{"end": true}`` last; without that line the workbook was too much. Imports nothing of Weft, so that it starts in a twentieth of a
second and the memory limit is for the workbook.
"""

import datetime as dt
import json
import sys

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 60
MOST_SHEETS = 200
MOST_ROWS = 1_048_576
MOST_COLUMNS = 256
EMPTY_ROWS = 100


def main() -> None:
    """Read ``sys.argv[1]``, the sheet ``sys.argv[2]`` or all, and print what they hold."""
    try:
        import resource  # noqa: PLC0415 -- optional dependency: POSIX only
    except ImportError:
        resource = None  # type: ignore[assignment]
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 -- after the limits are set

    only = sys.argv[2] if len(sys.argv) > 2 else ""
    try:
        # Told by its bytes: what is named .xls is often .xlsx, and the other way round.
        with open(sys.argv[1], "rb") as file, CalamineWorkbook.from_filelike(file) as book:  # noqa: PTH123 -- starts faster without pathlib
            kinds = {one.name: one for one in book.sheets_metadata}
            names = book.sheet_names
            say({"sheets": names[:MOST_SHEETS], "more": max(0, len(names) - MOST_SHEETS)})
            for name in names[:MOST_SHEETS]:
                if only and name != only:
                    continue
                if "WorkSheet" not in str(kinds[name].typ):
                    continue
                say({"sheet": name, "visible": "Visible" in str(kinds[name].visible)})
                rows(book.get_sheet_by_name(name))
    except PasswordError:
        say({"error": "it is locked with a password"})
        return
    except (CalamineError, ValueError, OSError) as error:
        say({"error": str(error)[:300]})
        return
    except MemoryError:
        say({"error": "it needs more memory than a report file should"})
        return
    say({"end": True})
    sys.stdout.flush()


def rows(sheet) -> None:  # type: ignore[no-untyped-def]
    """Print the rows of one sheet, up to the limits."""
    if sheet.start is None:
        return
    last_row, last_column = sheet.end
    width = min(last_column, MOST_COLUMNS - 1) + 1
    say({"first": 0, "cut": bool(last_column >= MOST_COLUMNS or last_row >= MOST_ROWS)})
    empty = 0
    for number, row in enumerate(sheet.iter_rows()):
        if number >= MOST_ROWS:
            break
        cells = [plain(cell) for cell in row[:width]]
        empty = 0 if any(cell != "" for cell in cells) else empty + 1
        if empty > EMPTY_ROWS:
            say({"stopped": number})
            break
        say(cells)


def plain(cell: object) -> object:
    """Text for text and dates, a number for a number: the other side must know which it was."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e22 else cell
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return cell if isinstance(cell, int | str) else str(cell)


def say(thing: object) -> None:
    """One line to the parent. ASCII, so that half characters cannot break the pipe."""
    sys.stdout.write(json.dumps(thing) + "\n")


if __name__ == "__main__":
    main()
