using System.Text;
using Clientele.Csv;

namespace Clientele.Unit.Csv;

/// <summary>A record as the reader saw it, copied out so that runs can be compared.</summary>
internal sealed record SeenRecord(long Line, CsvFault Fault, string Raw, string Fields);

/// <summary>Short ways through sniffer, splitter and reader.</summary>
internal static class CsvFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static byte[] Bytes(string text) => Utf8.GetBytes(text);

    public static CsvSniff Plain(char delimiter = ',', CsvEncoding encoding = CsvEncoding.Utf8) =>
        new(new CsvDialect { Delimiter = delimiter, Encoding = encoding }, ["a"], 0, 1);

    public static List<SeenRecord> ReadWhole(byte[] bytes, CsvSniff sniff) =>
        ReadChunk(new CsvReader(sniff.Dialect), bytes.AsMemory((int)sniff.FirstRecordOffset), sniff.FirstRecordLine);

    public static async Task<List<SeenRecord>> ReadInChunksAsync(byte[] bytes, CsvSniff sniff, int chunkBytes, int readBytes = 64 * 1024)
    {
        IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(new DribblingStream(bytes, readBytes), sniff, chunkBytes, CancellationToken.None);
        var reader = new CsvReader(sniff.Dialect);
        var records = new List<SeenRecord>();
        long end = sniff.FirstRecordOffset;
        foreach (CsvChunk chunk in chunks)
        {
            chunk.Offset.ShouldBeGreaterThanOrEqualTo(end);
            chunk.Length.ShouldBeGreaterThan(0);
            end = chunk.Offset + chunk.Length;
            end.ShouldBeLessThanOrEqualTo(bytes.Length);
            records.AddRange(ReadChunk(reader, bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine));
        }

        return records;
    }

    public static List<SeenRecord> ReadChunk(CsvReader reader, ReadOnlyMemory<byte> bytes, long firstLine)
    {
        reader.Reset(bytes, firstLine);
        var records = new List<SeenRecord>();
        while (reader.Read())
        {
            string[] fields = reader.Fault == CsvFault.None ? Fields(reader) : [];
            records.Add(new SeenRecord(reader.Line, reader.Fault, Utf8.GetString(reader.Raw), string.Join('\u241F', fields)));
        }

        return records;
    }

    public static string[] Fields(CsvReader reader)
    {
        string[] fields = new string[reader.FieldCount];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = Utf8.GetString(reader.Field(i));
        }

        return fields;
    }

    /// <summary>The fields of every record of a text without a header.</summary>
    public static List<string[]> FieldsOf(string text, char delimiter = ',')
    {
        var reader = new CsvReader(new CsvDialect { Delimiter = delimiter }, Bytes(text), 1);
        var records = new List<string[]>();
        while (reader.Read())
        {
            reader.Fault.ShouldBe(CsvFault.None);
            records.Add(Fields(reader));
        }

        return records;
    }
}

/// <summary>Gives few bytes at a time, as a network does.</summary>
internal sealed class DribblingStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
}
