using System.Buffers;
using System.Text;
using Clientele.Schemas;

namespace Clientele.Features.Drift;

/// <summary>
/// Counts the records of a file into the bins of a profile. Merged counts are the same in whatever parts and order the file was counted.
/// Counting allocates nothing per record. Not thread-safe.
/// </summary>
public sealed class ProfileCounter
{
    private readonly TrainingProfile _profile;
    private readonly Column[] _columns;
    private readonly double[] _edges;
    private readonly byte[][][] _levels;
    private readonly NewTexts?[] _newTexts;

    // Of each column its bins, then the records without a value; last the bins of the score.
    private readonly long[] _counts;
    private readonly int _firstOfScore;
    private int _asOf = int.MinValue;
    private int _year;

    public ProfileCounter(TrainingProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        _profile = profile;
        _columns = new Column[profile.Fields.Count];
        _levels = new byte[_columns.Length][][];
        _newTexts = new NewTexts?[_columns.Length];
        var edges = new List<double>();
        int counts = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            FieldProfile field = profile.Fields[i];
            _columns[i] = new Column(field.Field, field.Measure, field.IsExact, edges.Count, field.Edges.Count, counts, field.Bins);
            _levels[i] = [.. field.Levels.Select(Encoding.UTF8.GetBytes)];
            edges.AddRange(field.Edges);
            counts += field.Bins + 1;
        }

        _edges = [.. edges, .. profile.Score.Edges];
        _firstOfScore = counts;
        _counts = new long[counts + profile.Score.Counts.Count];
    }

    /// <summary>Records counted.</summary>
    public long Records { get; private set; }

    /// <summary>Records in each bin of the score.</summary>
    public ReadOnlySpan<long> ScoreCounts => _counts.AsSpan(_firstOfScore);

    /// <summary>Records in each bin of a field.</summary>
    /// <param name="at">Place in <see cref="TrainingProfile.Fields"/>.</param>
    public ReadOnlySpan<long> CountsOf(int at) => _counts.AsSpan(_columns[at].FirstCount, _columns[at].Bins);

    /// <summary>Records without a value of a field.</summary>
    public long MissingOf(int at) => _counts[_columns[at].FirstCount + _columns[at].Bins];

    /// <summary>Texts of a field that training did not have; null for none, and where training had too many to know them all.</summary>
    internal NewTexts? NewTextsOf(int at) => _newTexts[at];

    /// <param name="probability">What the model says of the record.</param>
    public void Add(TypedRecord record, double probability)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.AsOf != _asOf)
        {
            _asOf = record.AsOf;
            _year = RecordAge.YearOf(_asOf);
        }

        Records++;
        double[] numbers = record.Numbers;
        for (int i = 0; i < _columns.Length; i++)
        {
            ref readonly Column column = ref _columns[i];
            int bin = column.Measure switch
            {
                ProfileMeasure.Text => BinOfText(record, i),
                ProfileMeasure.Days => BinOf(column, _asOf - numbers[column.Field]),
                ProfileMeasure.Years => BinOf(column, _year - numbers[column.Field]),
                _ => BinOf(column, numbers[column.Field]),
            };
            _counts[column.FirstCount + bin]++;
        }

        int scoreEdges = _profile.Score.Edges.Count;
        _counts[_firstOfScore + Above(_edges.AsSpan(_edges.Length - scoreEdges), probability)]++;
    }

    /// <param name="other">Of the same profile.</param>
    public void Merge(ProfileCounter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._counts.Length != _counts.Length || other._columns.Length != _columns.Length)
        {
            throw new ArgumentException("The other counts are of another profile.", nameof(other));
        }

        Records += other.Records;
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        for (int i = 0; i < _newTexts.Length; i++)
        {
            if (other._newTexts[i] is { } texts)
            {
                (_newTexts[i] ??= new NewTexts()).Merge(texts);
            }
        }
    }

    /// <summary>The counts as varints, for <see cref="Read"/>.</summary>
    public void Write(IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        CounterBytes.Put(into, (ulong)Records);
        CounterBytes.Put(into, (ulong)_counts.Length);
        foreach (long count in _counts)
        {
            CounterBytes.Put(into, (ulong)count);
        }

        foreach (NewTexts? texts in _newTexts)
        {
            CounterBytes.Put(into, texts);
        }
    }

    /// <summary>What <see cref="Write"/> wrote, of the same profile.</summary>
    /// <exception cref="InvalidDataException">Anything else.</exception>
    public static ProfileCounter Read(TrainingProfile profile, ReadOnlySpan<byte> bytes)
    {
        var read = new ProfileCounter(profile);
        var from = new CounterBytes(bytes);
        read.Records = from.Count();
        if (from.Count() != read._counts.Length)
        {
            throw new InvalidDataException("The counts of a chunk are not of the bins of the model's profile.");
        }

        for (int i = 0; i < read._counts.Length; i++)
        {
            read._counts[i] = from.Count();
        }

        for (int i = 0; i < read._newTexts.Length; i++)
        {
            read._newTexts[i] = from.Texts();
        }

        from.End();
        return read;
    }

    private int BinOf(in Column column, double value)
    {
        if (double.IsNaN(value))
        {
            return column.Bins;
        }

        ReadOnlySpan<double> edges = _edges.AsSpan(column.FirstEdge, column.Edges);
        if (!column.IsExact)
        {
            return Above(edges, value);
        }

        int at = 0;
        while (at < edges.Length && edges[at] != value)
        {
            at++;
        }

        return at;
    }

    /// <summary>How many edges the value is above. There are nine at most: looking at all is as fast as choosing.</summary>
    private static int Above(ReadOnlySpan<double> edges, double value)
    {
        int above = 0;
        foreach (double edge in edges)
        {
            above += value > edge ? 1 : 0;
        }

        return above;
    }

    private int BinOfText(TypedRecord record, int at)
    {
        ref readonly Column column = ref _columns[at];
        ReadOnlySpan<byte> text = record.Text(column.Field);
        if (text.IsEmpty)
        {
            return column.Bins;
        }

        byte[][] levels = _levels[at];
        for (int level = 0; level < levels.Length; level++)
        {
            if (text.SequenceEqual(levels[level]))
            {
                return Math.Min(level, column.Bins - 1);
            }
        }

        if (_profile.Fields[at].HasAllLevels)
        {
            (_newTexts[at] ??= new NewTexts()).Add(text, 1);
        }

        return column.Bins - 1;
    }

    private readonly record struct Column(int Field, ProfileMeasure Measure, bool IsExact, int FirstEdge, int Edges, int FirstCount, int Bins);
}
