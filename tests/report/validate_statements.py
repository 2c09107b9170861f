"""Holds statements against the grammar that in-toto publishes: its protocol buffers, in the JSON that
those define: validate_statements.py DOCUMENT...

The messages below are those of in_toto_attestation/v1/statement.proto and
predicates/svr/v0.1/svr.proto, field by field. What a statement may hold is theirs to say: a field
that is not there, or of another type, is refused. Verification results are read as their reader has
to, who passes over fields that a verifier added."""

import json
import sys

try:
    from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
    from google.protobuf import struct_pb2, timestamp_pb2
except ImportError:
    print("not validated: python3-protobuf is needed")
    sys.exit(77)  # ctest counts this as skipped

STATEMENT = "https://in-toto.io/Statement/v1"
RESULT = "https://in-toto.io/attestation/svr/v0.2"
FIELD = descriptor_pb2.FieldDescriptorProto


def add_field(message, name, number, kind, label=FIELD.LABEL_OPTIONAL, type_name=None, json_name=None):
    field = message.field.add(name=name, number=number, type=kind, label=label)
    if type_name:
        field.type_name = type_name
    if json_name:
        field.json_name = json_name


def messages():
    file = descriptor_pb2.FileDescriptorProto(
        name="statement.proto", package="published", syntax="proto3",
        dependency=[struct_pb2.DESCRIPTOR.name, timestamp_pb2.DESCRIPTOR.name])
    statement = file.message_type.add(name="Statement")
    subject = statement.nested_type.add(name="Subject")
    add_field(subject, "name", 1, FIELD.TYPE_STRING)
    digests = subject.nested_type.add(name="DigestEntry")
    digests.options.map_entry = True
    add_field(digests, "key", 1, FIELD.TYPE_STRING)
    add_field(digests, "value", 2, FIELD.TYPE_STRING)
    add_field(subject, "digest", 2, FIELD.TYPE_MESSAGE, FIELD.LABEL_REPEATED,
              ".published.Statement.Subject.DigestEntry")
    add_field(statement, "type", 1, FIELD.TYPE_STRING, json_name="_type")
    add_field(statement, "subject", 2, FIELD.TYPE_MESSAGE, FIELD.LABEL_REPEATED,
              ".published.Statement.Subject")
    add_field(statement, "predicateType", 3, FIELD.TYPE_STRING)
    add_field(statement, "predicate", 4, FIELD.TYPE_MESSAGE, type_name=".google.protobuf.Struct")
    result = file.message_type.add(name="SimpleVerificationResult")
    verifier = result.nested_type.add(name="Verifier")
    add_field(verifier, "id", 1, FIELD.TYPE_STRING)
    add_field(result, "verifier", 1, FIELD.TYPE_MESSAGE,
              type_name=".published.SimpleVerificationResult.Verifier")
    add_field(result, "time_created", 2, FIELD.TYPE_MESSAGE,
              type_name=".google.protobuf.Timestamp", json_name="timeCreated")
    add_field(result, "properties", 3, FIELD.TYPE_STRING, FIELD.LABEL_REPEATED)
    pool = descriptor_pool.DescriptorPool()
    for known in (struct_pb2, timestamp_pb2):
        pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    found = (pool.FindMessageTypeByName(f"published.{name}")
             for name in ("Statement", "SimpleVerificationResult"))
    if hasattr(message_factory, "GetMessageClass"):
        return [message_factory.GetMessageClass(each) for each in found]
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(each) for each in found]


Statement, VerificationResult = messages()


def problems(document):
    """What the grammar and the rules beside it ("expected to always be ...", required) refuse."""
    try:
        statement = json_format.ParseDict(document, Statement())
    except json_format.ParseError as refused:
        yield str(refused)
        return
    if statement.type != STATEMENT:
        yield "_type is not that of a statement"
    if not statement.predicateType or ":" not in statement.predicateType:
        yield "predicateType is no URI"
    if not statement.subject:
        yield "there is no subject"
    if not all(each.digest and all(each.digest.values()) for each in statement.subject):
        yield "a subject has no digest"
    if statement.predicateType == RESULT:
        try:
            result = json_format.ParseDict(document["predicate"], VerificationResult(),
                                           ignore_unknown_fields=True)
        except json_format.ParseError as refused:
            yield str(refused)
            return
        if ":" not in result.verifier.id or not result.HasField("time_created"):
            yield "a verification result lacks who and when"
        if not isinstance(document["predicate"]["verifier"].get("policies"), list):
            yield "version 0.2 demands the list of policies, which may be empty"


def spoiled(document):
    """A grammar that accepts anything would prove nothing."""
    yield {**document, "surprise": 1}
    yield {**document, "subject": document["subject"][0]}
    yield {**document, "subject": [{**document["subject"][0], "size": 3}]}
    yield {**document, "predicate": "text"}
    for key in ("_type", "subject", "predicateType"):
        yield {name: value for name, value in document.items() if name != key}
    if document["predicateType"] == RESULT:
        for change in ({"timeCreated": "yesterday"}, {"properties": "ALL"}, {"verifier": 3}):
            yield {**document, "predicate": {**document["predicate"], **change}}


def main():
    failures = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        found = list(problems(document))
        found += [f"accepted: {json.dumps(bad)[:200]}" for bad in spoiled(document)
                  if not list(problems(bad))]
        failures += len(found)
        for problem in found:
            print(f"{path}: {problem}")
    print(f"{len(sys.argv) - 1} statements, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
