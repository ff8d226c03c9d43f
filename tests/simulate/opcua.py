# SPDX-License-Identifier: Apache-2.0
"""What tshark reads of OPC UA subscriptions, beside what the truth says of their values."""
import pathlib

from made import fields

# Numbers of services and of built-in types, OPC 10000-6.
CREATE_MONITORED_ITEMS, PUBLISH_RESPONSE = "751", "829"
TYPES = {1: "opcua.Boolean", 5: "opcua.UInt16", 6: "opcua.Int32", 7: "opcua.UInt32",
         10: "opcua.Float", 11: "opcua.Double", 12: "opcua.String"}


def value_of(kind, text):
    if kind == 1:
        return int(text in ("True", "1"))
    return text if kind == 12 else float(text)


def items_of(capture):
    """What each handle of the client stands for, as the client said it."""
    items = {}
    show = f"opcua.servicenodeid.numeric == {CREATE_MONITORED_ITEMS}"
    for handles, names in fields(capture, ["opcua.ClientHandle", "opcua.nodeid.string"], show):
        assert len(handles) == len(names), f"{len(handles)} handles of {len(names)} nodes"
        items.update(zip(handles, names))
    return items


def notifications(capture):
    """Each publish response as (request handle, {client handle: value})."""
    wanted = ["opcua.RequestHandle", "opcua.ClientHandle", "opcua.variant.has_value",
              *TYPES.values()]
    show = f"opcua.servicenodeid.numeric == {PUBLISH_RESPONSE}"
    for requests, handles, kinds, *data in fields(capture, wanted, show):
        assert len(requests) == 1, "two responses in a frame are not told apart here"
        left = dict(zip(TYPES, data))
        kinds = [int(kind, 0) for kind in kinds]
        assert len(kinds) == len(handles), f"{len(kinds)} values of {len(handles)} items"
        yield int(requests[0]), {handle: value_of(kind, left[kind].pop(0))
                                 for handle, kind in zip(handles, kinds)}
        assert not any(left.values()), f"values that belong to nothing: {left}"


def near(shown, true):
    # What six digits of the truth leave out.
    return abs(shown - true) <= abs(true) * 1e-5 + 1e-6


def compare_opcua(made, crane):
    """How many values of notifications are as the truth has them, and how many there were."""
    capture = pathlib.Path(made.folder, f"{crane}-ehouse.pcapng")
    signals = {line["item"]: line["signal"] for line in made.lines("node")
               if line.get("protocol") == "OPC UA" and line["controller"].startswith(crane)}
    truths = {line["handle"]: line["values"] for line in made.lines("reading")
              if line["crane"] == crane and "handle" in line}
    items, checked, seen = items_of(capture), 0, 0
    assert 60 <= len(items) <= 120, f"{len(items)} nodes are subscribed to"
    for request, values in notifications(capture):
        seen += len(values)
        truth = truths.pop(request, None)
        if truth is None:
            continue
        shown = {signals[items[handle]]: value for handle, value in values.items()}
        assert shown.keys() == truth.keys(), f"{request}: {shown.keys() ^ truth.keys()}"
        for signal, true in truth.items():
            assert near(shown[signal], true), f"{request} {signal}: {shown[signal]}, not {true}"
            checked += 1
    assert not truths, f"{len(truths)} readings of the truth are not in the capture"
    return checked, seen
