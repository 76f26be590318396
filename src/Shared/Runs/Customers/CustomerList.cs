using System.Text;
using Clientele.Campaign;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs.Customers;

/// <summary>Lists the current customers: which, in which order and what they come to is told by the index in memory; their rows are read from the tables.</summary>
public sealed class CustomerList(ClienteleStorage storage, SchemaSource schemas, CustomerIndex index)
{
    public const int LargestPage = 200;

    /// <summary>Bytes of a customer's id.</summary>
    public const int LongestId = 256;

    /// <summary>Sorts by the names that they have in addresses.</summary>
    public static IReadOnlyList<(string Name, CustomerSort Sort)> Sorts { get; } =
    [
        ("-probability", CustomerSort.MostProbable),
        ("probability", CustomerSort.LeastProbable),
        ("-profit", CustomerSort.MostProfitable),
        ("profit", CustomerSort.LeastProfitable),
        ("customer", CustomerSort.Customer),
    ];

    /// <param name="selection">Which customers.</param>
    /// <param name="page">From 1; past the last one there are no customers.</param>
    /// <param name="size">1 to <see cref="LargestPage"/>.</param>
    public async Task<CustomerPage> PageAsync(CustomerSelection selection, int page, int size, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestPage);
        Schema schema = selection.Schema;
        CustomerColumns columns = await index.CurrentAsync(schema, cancellation);
        Economics? economics = await schemas.EconomicsAsync(schema, cancellation);
        using var selected = SelectedCustomers.Of(columns, selection);
        List<int> rows = selected.Rows((page - 1L) * size, size);
        StoredCustomer?[] stored = await new CustomerTableReader(storage, schema).FindAsync(rows.ConvertAll(row => KeyOf(columns, row)), cancellation);
        double? cost = selected.Count * economics?.ContactCost;
        return new CustomerPage
        {
            Schema = schema.Id,
            Segments = SegmentModel.Keys[selection.Proposal],
            Segment = selection.Segment,
            Objective = selection.Objectives == ObjectiveVerdicts.None ? null : string.Join(',', VerdictNames.All.Where(each => selection.Objectives.HasFlag(each.Verdict)).Select(each => each.Name)),
            Sort = Sorts.First(each => each.Sort == selection.Sort).Name,
            Page = page,
            Size = size,
            Pages = (int)((selected.Count + (size - 1L)) / size),
            Count = selected.Count,
            ExpectedResponses = selected.ExpectedResponses,
            Cost = cost,
            Profit = (selected.ExpectedResponses * economics?.ResponseValue) - cost,
            ContactCost = economics?.ContactCost,
            ResponseValue = economics?.ResponseValue,
            Customers = [.. stored.Where(each => each is not null).Select(each => CustomerView.Of(schema, each!.Value))],
        };
    }

    /// <summary>One current customer, as published; null where there is none of that id.</summary>
    /// <param name="schema">Whose customer.</param>
    /// <param name="id">As in the file, at most <see cref="LongestId"/> bytes of UTF-8.</param>
    /// <param name="cancellation">Ends the call early.</param>
    public async Task<CustomerView?> FindAsync(Schema schema, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > LongestId)
        {
            return null;
        }

        string key = CustomerKey.Of(id, schema.HasIntegerIds);
        StoredCustomer?[] found = await new CustomerTableReader(storage, schema).FindAsync([(CustomerKey.Bucket(Encoding.ASCII.GetBytes(key)), key)], cancellation);
        return found[0] is { } customer ? CustomerView.Of(schema, customer) : null;
    }

    /// <summary>The whole selection as a CSV. The header row is written at once; memory does not grow with the customers, but for four bytes each.</summary>
    public Task WriteCsvAsync(CustomerSelection selection, CustomerCsvOptions options, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        return new CustomerCsv(selection, options, index, new CustomerTableReader(storage, selection.Schema)).WriteAsync(output, cancellation);
    }

    private static (int Bucket, string Key) KeyOf(CustomerColumns columns, int row)
    {
        int bucket = columns.BucketOf(row);
        return (bucket, columns.Key(bucket, row - columns.Starts[bucket]));
    }
}
