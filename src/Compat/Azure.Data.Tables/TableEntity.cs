using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azure.Data.Tables;

/// <summary>
/// A row as names and values: string, int, long, double, bool, DateTime, DateTimeOffset, Guid, byte[], BinaryData. A null value is not written.
/// The keys, the Timestamp and the ETag ("odata.etag") are entries like the others. Order of adding is kept.
/// </summary>
/// <remarks>
/// Two flat arrays instead of a hash table: a row of fifty columns costs two allocations, and a look-up compares
/// one byte per column, vectorised, before it compares a name.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The package's name.")]
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    internal const string PartitionKeyName = "PartitionKey";
    internal const string RowKeyName = "RowKey";
    internal const string TimestampName = "Timestamp";
    internal const string ETagName = "odata.etag";

    private const int DefaultColumns = 14;

    private KeyValuePair<string, object>[] _entries;
    private byte[] _marks;
    private int _count;

    // How many names, from the first, are still there from before the row was emptied.
    private int _emptied;

    public TableEntity()
        : this(DefaultColumns)
    {
    }

    public TableEntity(string partitionKey, string rowKey)
        : this(partitionKey, rowKey, DefaultColumns)
    {
    }

    /// <summary>With room for <paramref name="columns"/> columns beside the keys. Not in the package: there, drop the last argument.</summary>
    public TableEntity(string partitionKey, string rowKey, int columns)
        : this(columns)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A copy; the values themselves are shared.</summary>
    public TableEntity(IDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values is TableEntity other)
        {
            _entries = other._entries.AsSpan(0, other._count).ToArray();
            _marks = other._marks.AsSpan(0, other._count).ToArray();
            _count = other._count;
            return;
        }

        _entries = new KeyValuePair<string, object>[values.Count];
        _marks = new byte[values.Count];
        foreach ((string name, object value) in values)
        {
            Add(name, value);
        }
    }

    private TableEntity(int columns)
    {
        _entries = new KeyValuePair<string, object>[columns + 2];
        _marks = new byte[columns + 2];
    }

    public string PartitionKey
    {
        get => GetString(PartitionKeyName)!;
        set => this[PartitionKeyName] = value;
    }

    public string RowKey
    {
        get => GetString(RowKeyName)!;
        set => this[RowKeyName] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(TimestampName);
        set => this[TimestampName] = value;
    }

    public ETag ETag
    {
        get => this[ETagName] is string text ? new ETag(text) : default;
        set => this[ETagName] = value.ToString();
    }

    public int Count => _count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => Array.ConvertAll(Entries.ToArray(), entry => entry.Key);

    public ICollection<object> Values => Array.ConvertAll(Entries.ToArray(), entry => entry.Value);

    internal ReadOnlySpan<KeyValuePair<string, object>> Entries => _entries.AsSpan(0, _count);

    /// <summary>Null when there is no such column.</summary>
    public object? this[string key]
    {
        get => IndexOf(key) is >= 0 and int index ? _entries[index].Value : null;
        set
        {
            if (TryFillAgain(key, value!))
            {
                return;
            }

            int index = IndexOf(key);
            if (index < 0)
            {
                Append(key, value!);
            }
            else
            {
                _entries[index] = new(key, value!);
            }
        }
    }

    object IDictionary<string, object>.this[string key]
    {
        get => this[key]!;
        set => this[key] = value;
    }

    public string? GetString(string key) => Get<string>(key);

    public bool? GetBoolean(string key) => GetValue<bool>(key);

    public int? GetInt32(string key) => GetValue<int>(key);

    /// <summary>An int is widened.</summary>
    public long? GetInt64(string key) => this[key] is int small ? small : GetValue<long>(key);

    /// <summary>A whole number is widened: on the wire 3.0 and 3 may look the same.</summary>
    public double? GetDouble(string key) => this[key] switch
    {
        int small => small,
        long large => large,
        _ => GetValue<double>(key),
    };

    public Guid? GetGuid(string key) => GetValue<Guid>(key);

    public DateTimeOffset? GetDateTimeOffset(string key) => this[key] is DateTime plain ? new DateTimeOffset(plain.ToUniversalTime()) : GetValue<DateTimeOffset>(key);

    /// <summary>In UTC.</summary>
    public DateTime? GetDateTime(string key) => GetDateTimeOffset(key)?.UtcDateTime;

    public byte[]? GetBinary(string key) => this[key] is BinaryData data ? data.ToArray() : Get<byte[]>(key);

    public BinaryData? GetBinaryData(string key) => this[key] is byte[] bytes ? BinaryData.FromBytes(bytes) : Get<BinaryData>(key);

    public void Add(string key, object value)
    {
        if (TryFillAgain(key, value))
        {
            return;
        }

        if (IndexOf(key) >= 0)
        {
            throw new ArgumentException($"The row has a column {key} already.", nameof(key));
        }

        Append(key, value);
    }

    public void Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool Contains(KeyValuePair<string, object> item) => IndexOf(item.Key) is >= 0 and int index && Equals(_entries[index].Value, item.Value);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value)
    {
        int index = IndexOf(key);
        value = index >= 0 ? _entries[index].Value : null;
        return index >= 0;
    }

    public bool Remove(string key)
    {
        int index = IndexOf(key);
        if (index < 0)
        {
            return false;
        }

        _count--;
        Array.Copy(_entries, index + 1, _entries, index, _count - index);
        Array.Copy(_marks, index + 1, _marks, index, _count - index);
        _entries[_count] = default;
        return true;
    }

    public bool Remove(KeyValuePair<string, object> item) => Contains(item) && Remove(item.Key);

    public void Clear()
    {
        for (int i = 0; i < _count; i++)
        {
            _entries[i] = new(_entries[i].Key, null!);
        }

        _emptied = _count;
        _count = 0;
    }

    public void CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) => Entries.CopyTo(array.AsSpan(arrayIndex));

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return _entries[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds without looking for the name: for reading what the service sent, where names are unique.</summary>
    internal void Append(string key, object value)
    {
        if (_count == _entries.Length)
        {
            int capacity = Math.Max(8, _count * 2);
            Array.Resize(ref _entries, capacity);
            Array.Resize(ref _marks, capacity);
        }

        _entries[_count] = new(key, value);
        _marks[_count++] = Mark(key);
    }

    /// <summary>
    /// A row that was emptied is as a rule filled with the same columns in the same order. As long as it is, each name is known to be new, and its mark is there.
    /// </summary>
    private bool TryFillAgain(string key, object value)
    {
        if (_count < _emptied && ReferenceEquals(_entries[_count].Key, key))
        {
            _entries[_count++] = new(key, value);
            return true;
        }

        _emptied = 0;
        return false;
    }

    private int IndexOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte mark = Mark(key);
        ReadOnlySpan<byte> marks = _marks.AsSpan(0, _count);
        for (int start = 0; start < marks.Length;)
        {
            int found = marks[start..].IndexOf(mark);
            if (found < 0)
            {
                break;
            }

            if (string.Equals(_entries[start + found].Key, key, StringComparison.Ordinal))
            {
                return start + found;
            }

            start += found + 1;
        }

        return -1;
    }

    // Not a hash to be proud of, but four loads: column names differ in length, head, middle or tail.
    private static byte Mark(string name)
    {
        int length = name.Length;
        if (length == 0)
        {
            return 0;
        }

        uint mixed = (uint)((name[0] * 31) + (name[length >> 1] * 17) + (name[length - 1] * 7) + (length * 131));
        return (byte)(mixed ^ (mixed >> 8));
    }

    private T? Get<T>(string key)
        where T : class => this[key] switch
        {
            null => null,
            T value => value,
            object other => throw WrongType(key, typeof(T), other),
        };

    private T? GetValue<T>(string key)
        where T : struct => this[key] switch
        {
            null => null,
            T value => value,
            object other => throw WrongType(key, typeof(T), other),
        };

    private static InvalidOperationException WrongType(string key, Type wanted, object found) =>
        new($"The column {key} holds a {found.GetType().Name}, not a {wanted.Name}.");
}
