using Azure.Data.Tables;

namespace Clientele.Testing;

/// <summary>
/// Rows by key. Found by hash; the sorted order that a read needs is made when it is asked for, so that a million
/// inserts cost no sorting.
/// </summary>
internal sealed class MemoryPartition
{
    private readonly Dictionary<string, TableEntity> _rows = new(StringComparer.Ordinal);
    private string[]? _order;

    public int Count => _rows.Count;

    public IEnumerable<TableEntity> Rows => From(null);

    public TableEntity? Find(string row) => _rows.GetValueOrDefault(row);

    public void Set(TableEntity entity)
    {
        int before = _rows.Count;
        _rows[entity.RowKey] = entity;
        if (_rows.Count != before)
        {
            _order = null;
        }
    }

    public void Remove(string row)
    {
        if (_rows.Remove(row))
        {
            _order = null;
        }
    }

    public IEnumerable<TableEntity> From((string Key, bool Included)? start)
    {
        if (_order is null)
        {
            _order = [.. _rows.Keys];
            Array.Sort(_order, StringComparer.Ordinal);
        }

        int first = 0;
        if (start is { } bound)
        {
            first = Array.BinarySearch(_order, bound.Key, StringComparer.Ordinal);
            first = first < 0 ? ~first : bound.Included ? first : first + 1;
        }

        for (int i = first; i < _order.Length; i++)
        {
            yield return _rows[_order[i]];
        }
    }
}
