using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Campaign;

/// <summary>Trained customers in a model file: little-endian bytes in base64, a customer after the other. Numbers as text would take three times the room.</summary>
internal sealed class OutOfFoldJson : JsonConverter<OutOfFold>
{
    // Label, probability, content, and a topic and a contribution for each reason.
    private const int Bytes = 1 + 8 + 8 + (TopReasons.Count * (2 + 4));

    public override OutOfFold Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] bytes = reader.GetBytesFromBase64();
        if (bytes.Length % Bytes != 0)
        {
            throw new JsonException($"{bytes.Length} bytes of trained customers are not a whole number of {Bytes}");
        }

        int count = bytes.Length / Bytes;
        var read = new OutOfFold(new double[count], new double[count], new long[count], new TopReasons[count]);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> at = bytes.AsSpan(i * Bytes, Bytes);
            read.Labels[i] = at[0];
            read.Probabilities[i] = BinaryPrimitives.ReadDoubleLittleEndian(at[1..]);
            read.Contents[i] = BinaryPrimitives.ReadInt64LittleEndian(at[9..]);
            read.Reasons[i] = new TopReasons(ReasonAt(at[17..]), ReasonAt(at[23..]), ReasonAt(at[29..]));
        }

        return read;
    }

    public override void Write(Utf8JsonWriter writer, OutOfFold value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Count * Bytes];
        for (int i = 0; i < value.Count; i++)
        {
            Span<byte> at = bytes.AsSpan(i * Bytes, Bytes);
            at[0] = (byte)value.Labels[i];
            BinaryPrimitives.WriteDoubleLittleEndian(at[1..], value.Probabilities[i]);
            BinaryPrimitives.WriteInt64LittleEndian(at[9..], value.Contents[i]);
            for (int k = 0; k < TopReasons.Count; k++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(at[(17 + (6 * k))..], value.Reasons[i][k].Topic);
                BinaryPrimitives.WriteSingleLittleEndian(at[(19 + (6 * k))..], value.Reasons[i][k].Contribution);
            }
        }

        writer.WriteBase64StringValue(bytes);
    }

    private static Reason ReasonAt(ReadOnlySpan<byte> at)
        => new(BinaryPrimitives.ReadInt16LittleEndian(at), BinaryPrimitives.ReadSingleLittleEndian(at[2..]), double.NaN);
}
