using System.Buffers.Binary;
using System.Security.Cryptography;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>
/// A hash of all that a model sees of a record: the same for the same values, whatever the customer's id and label. Dates and years count from the
/// record's <see cref="TypedRecord.AsOf"/>, so a file that is dropped again, unchanged, gives the same hashes. Not thread-safe.
/// </summary>
public sealed class RecordContent
{
    private readonly Schema _schema;
    private readonly byte[] _bytes;

    public RecordContent(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _bytes = new byte[schema.Fields.Count(field => field.Role == FieldRole.Feature) * sizeof(double)];
    }

    /// <summary>The first eight bytes of a SHA-256.</summary>
    public long Of(TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        int written = 0;
        for (int i = 0; i < _schema.Fields.Count; i++)
        {
            SchemaField field = _schema.Fields[i];
            if (field.Role != FieldRole.Feature)
            {
                continue;
            }

            BinaryPrimitives.WriteInt64LittleEndian(
                _bytes.AsSpan(written), field.Type == FieldType.Text ? TextKey(record.Text(i)) : BitConverter.DoubleToInt64Bits(RecordAge.Relative(field, record, i)));
            written += sizeof(double);
        }

        return FirstBytes(_bytes);
    }

    private static long TextKey(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : FirstBytes(text);

    private static long FirstBytes(ReadOnlySpan<byte> of)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(of, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
