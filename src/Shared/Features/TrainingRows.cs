using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Clientele.Schemas;

namespace Clientele.Features;

/// <summary>How many rows a training may keep in memory.</summary>
public sealed record TrainingRowsOptions
{
    /// <summary>Customers kept. With more, those whose id hashes lowest stay: the same ones in every order of reading. 1 or more.</summary>
    public int MaxRows { get; init; } = 250_000;
}

/// <summary>
/// Labelled customers for training, column by column, features only. Bounded. One row per customer: of a repeated id the row added last stands.
/// Filled by one thread; reading it afterwards is safe from any.
/// </summary>
public sealed class TrainingRows
{
    private readonly TrainingRowsOptions _options;
    private readonly List<double>?[] _columns;
    private readonly FieldTexts?[] _texts;
    private readonly List<double> _labels = [];
    private readonly List<string> _ids = [];
    private readonly List<long> _groups = [];
    private readonly List<int> _asOf = [];
    private readonly Dictionary<string, int> _rowOfId = new(StringComparer.Ordinal);
    private readonly RecordContent _content;

    /// <summary>Rows with the highest hash first; filled only once there are more customers than may be kept.</summary>
    private PriorityQueue<int, ulong>? _byHash;

    /// <exception cref="ArgumentException">The schema has no target: its files teach nothing.</exception>
    public TrainingRows(Schema schema, TrainingRowsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _options = options ?? new TrainingRowsOptions();
        if (_options.MaxRows < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), _options.MaxRows, "MaxRows is 1 or more.");
        }

        if (schema.TargetField < 0)
        {
            throw new ArgumentException($"The schema '{schema.Id}' has no field with the role of target, so nothing can be learnt from its files.", nameof(schema));
        }

        Schema = schema;
        _columns = new List<double>?[schema.Fields.Count];
        _texts = new FieldTexts?[schema.Fields.Count];
        for (int field = 0; field < _columns.Length; field++)
        {
            if (schema.Fields[field].Role == FieldRole.Feature)
            {
                _columns[field] = [];
                _texts[field] = schema.Fields[field].Type == FieldType.Text ? new FieldTexts(schema.Fields[field].Categories) : null;
            }
        }

        _content = new RecordContent(schema);
    }

    public Schema Schema { get; }

    /// <summary>Customers kept.</summary>
    public int Count => _ids.Count;

    /// <summary>Records that were not kept because there were more customers than <see cref="TrainingRowsOptions.MaxRows"/>.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Records replaced by a later one of the same customer.</summary>
    public long Superseded { get; private set; }

    /// <summary>Records without a label of 0 or 1; not kept.</summary>
    public long Unlabelled { get; private set; }

    /// <summary>0 or 1 of each row.</summary>
    public ReadOnlySpan<double> Labels => CollectionsMarshal.AsSpan(_labels);

    /// <summary>The same key for rows whose features are all equal, whatever their ids and labels: folds must not part them.</summary>
    public ReadOnlySpan<long> ContentGroups => CollectionsMarshal.AsSpan(_groups);

    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The day, as a day number, on which the row's file was true.</summary>
    public int AsOf(int row) => _asOf[row];

    /// <summary>The newest of these days.</summary>
    public int NewestAsOf => _asOf.Count == 0 ? 0 : _asOf.Max();

    /// <summary>
    /// Values of a feature, one per row, NaN where missing. For text the number of a text, see <see cref="TextOf"/>;
    /// the numbers below the count of a category's declared values are those values.
    /// </summary>
    /// <exception cref="ArgumentException">The field is not a feature.</exception>
    public ReadOnlySpan<double> Values(int field) =>
        CollectionsMarshal.AsSpan(_columns[field] ?? throw new ArgumentException($"'{Schema.Fields[field].Name}' is not a feature; its values are not kept.", nameof(field)));

    /// <summary>The text that a number in <see cref="Values"/> of a text field stands for; null for the texts beyond those kept apart.</summary>
    public string? TextOf(int field, int number)
    {
        FieldTexts texts = _texts[field] ?? throw new ArgumentException($"'{Schema.Fields[field].Name}' is not a text feature.", nameof(field));
        return number < texts.Known.Count ? texts.Known[number] : null;
    }

    /// <summary>Copies a record's features, label and id. Without an id the record's position stands for it.</summary>
    /// <returns>False when the record is not kept: no label, or one customer too many.</returns>
    public bool Add(TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Add(record, IdOf(record));
    }

    /// <inheritdoc cref="Add(TypedRecord)"/>
    /// <param name="id">The customer's id, where the caller knows better than the record.</param>
    public bool Add(TypedRecord record, string id)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(id);
        if (!ReferenceEquals(record.Schema, Schema) && record.Schema.Fingerprint != Schema.Fingerprint)
        {
            throw new ArgumentException($"The record is of schema '{record.Schema.Id}', the rows are of '{Schema.Id}'.", nameof(record));
        }

        double label = record.Numbers[Schema.TargetField];
        if (label is not (0 or 1))
        {
            Unlabelled++;
            return false;
        }

        if (_rowOfId.TryGetValue(id, out int row))
        {
            Superseded++;
            Write(row, record, label, id);
            return true;
        }

        if (Count < _options.MaxRows)
        {
            _rowOfId.Add(id, Count);
            Write(Count, record, label, id);
            return true;
        }

        return TryDisplace(record, label, id);
    }

    /// <summary>Puts a row back into a record, features and reference date only: training encodes rows with the code that scores them.</summary>
    public void CopyTo(int row, TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        record.Clear();
        record.AsOf = _asOf[row];
        for (int field = 0; field < _columns.Length; field++)
        {
            if (_columns[field] is not { } column)
            {
                continue;
            }

            double value = column[row];
            if (_texts[field] is { } texts && !double.IsNaN(value))
            {
                int number = (int)value;
                record.SetText(field, number < texts.Known.Count ? texts.Utf8[number] : FieldTexts.Beyond);
                value = number < texts.Declared ? number : texts.Declared > 0 ? -1 : double.NaN;
            }

            record.Numbers[field] = value;
        }
    }

    private string IdOf(TypedRecord record)
    {
        int field = Schema.IdField;
        if (field < 0 || (record.Text(field).IsEmpty && double.IsNaN(record.Numbers[field])))
        {
            return "#" + (Count + LeftOut + Superseded + Unlabelled).ToString(CultureInfo.InvariantCulture);
        }

        ReadOnlySpan<byte> text = record.Text(field);
        return text.IsEmpty ? record.Numbers[field].ToString("R", CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(text);
    }

    private bool TryDisplace(TypedRecord record, double label, string id)
    {
        if (_byHash is null)
        {
            // The highest hash comes out first.
            _byHash = new PriorityQueue<int, ulong>(Comparer<ulong>.Create((left, right) => right.CompareTo(left)));
            for (int each = 0; each < Count; each++)
            {
                _byHash.Enqueue(each, HashOf(_ids[each]));
            }
        }

        LeftOut++;
        ulong hash = HashOf(id);
        _byHash.TryPeek(out int row, out ulong highest);
        if (hash >= highest)
        {
            return false;
        }

        _byHash.DequeueEnqueue(row, hash);
        _rowOfId.Remove(_ids[row]);
        _rowOfId.Add(id, row);
        Write(row, record, label, id);
        return true;
    }

    private void Write(int row, TypedRecord record, double label, string id)
    {
        for (int field = 0; field < _columns.Length; field++)
        {
            if (_columns[field] is { } column)
            {
                Put(column, row, _texts[field] is { } texts ? texts.NumberOf(record, field) : record.Numbers[field]);
            }
        }

        Put(_labels, row, label);
        Put(_ids, row, id);
        Put(_groups, row, _content.Of(record));
        Put(_asOf, row, record.AsOf);
    }

    private static void Put<T>(List<T> list, int row, T value)
    {
        if (row == list.Count)
        {
            list.Add(value);
        }
        else
        {
            list[row] = value;
        }
    }

    private static ulong HashOf(string id) => Hash(Encoding.UTF8.GetBytes(id));

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
