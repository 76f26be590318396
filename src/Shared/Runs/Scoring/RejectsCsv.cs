using System.Text;
using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>
/// Writes lines of <c>rejects.csv</c>: the record's own cells under the file's own header and delimiter, then line, column, code and sentence,
/// so that the file can be put right and dropped again.
/// </summary>
internal sealed class RejectsCsv
{
    private const int LongestExample = 60;
    private static readonly string[] OwnColumns = ["reject_line", "reject_column", "reject_code", "reject_reason"];

    private readonly Schema _schema;
    private readonly RunPlan _plan;
    private readonly CsvDialect _dialect;
    private readonly CsvWriter _writer;
    private readonly bool[] _isText;
    private readonly int[] _columnOfField;
    private CsvReader? _again;

    public RejectsCsv(Schema schema, RunPlan plan, ByteBuffer output)
    {
        _schema = schema;
        _plan = plan;
        _dialect = plan.Dialect ?? throw new InvalidDataException("The plan of a score run has no dialect.");
        _writer = new CsvWriter(output, _dialect.Delimiter);
        _columnOfField = plan.MatchOf(schema).ColumnOfField;
        _isText = new bool[plan.Header.Count];
        Array.Fill(_isText, true);
        for (int field = 0; field < _columnOfField.Length; field++)
        {
            if (_columnOfField[field] is int column and >= 0)
            {
                _isText[column] = schema.Fields[field].Type == FieldType.Text;
            }
        }
    }

    public void WriteHeader()
    {
        foreach (string column in _plan.Header.Concat(OwnColumns))
        {
            _writer.WriteText(column);
        }

        _writer.EndRecord();
    }

    /// <summary>Writes the record the reader stands on. Returns the value that could not be used, for the example.</summary>
    public string Write(CsvReader csv, in Reject reject)
    {
        string example = ExampleOf(csv, reject);
        Write(csv, csv.Line, reject, example, RejectText.Sentence(_schema, reject, example));
        return example;
    }

    /// <summary>Writes a record that a later one of the same customer displaced.</summary>
    /// <param name="raw">The record's text, UTF-8.</param>
    public void WriteDuplicate(ReadOnlyMemory<byte> raw, long line, string id, long keptLine, in Reject reject)
    {
        _again ??= new CsvReader(_dialect with { Encoding = CsvEncoding.Utf8, BomBytes = 0 });
        _again.Reset(raw, line);
        if (!_again.Read())
        {
            throw new InvalidDataException($"The record on line {line} can't be read again.");
        }

        Write(_again, line, reject, id, $"{RejectText.Sentence(_schema, reject, id)} Line {keptLine} stands.");
    }

    private void Write(CsvReader csv, long line, in Reject reject, string example, string sentence)
    {
        if (csv.Fault != CsvFault.None)
        {
            // Its cells can't be told apart: the text goes into the first column as it is.
            _writer.WriteText(csv.Raw);
            Pad(1);
        }
        else
        {
            for (int column = 0; column < csv.FieldCount; column++)
            {
                _writer.WriteOriginal(csv.Field(column), column >= _isText.Length || _isText[column]);
            }

            Pad(csv.FieldCount);
        }

        _writer.WriteNumber(line);
        _writer.WriteText(reject.Field < 0 ? "" : _schema.Fields[reject.Field].Name);
        _writer.WriteText(RejectText.Code(reject.Code));
        _writer.WriteText(sentence);
        _writer.EndRecord();
    }

    private void Pad(int written)
    {
        for (int column = written; column < _plan.Header.Count; column++)
        {
            _writer.WriteEmpty();
        }
    }

    private string ExampleOf(CsvReader csv, in Reject reject)
    {
        int column = reject.Field < 0 ? -1 : _columnOfField[reject.Field];
        ReadOnlySpan<byte> value = csv.Fault != CsvFault.None || column < 0 || column >= csv.FieldCount ? csv.Raw : csv.Field(column);
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 4 * LongestExample)]);
        return text.Length <= LongestExample ? text : string.Concat(text.AsSpan(0, LongestExample), "…");
    }
}
