using System.Globalization;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Segments;
using Microsoft.AspNetCore.Http.Extensions;

namespace Clientele.Functions.Web;

/// <summary>What the page of customers shows.</summary>
public sealed record CustomersModel
{
    public const int PageSize = 50;

    public required SchemaChoice Schemas { get; init; }

    public required Language Language { get; init; }

    public required IReadOnlyList<SegmentOption> SegmentOptions { get; init; }

    /// <summary>Null: of all segments.</summary>
    public SegmentOption? Segment { get; init; }

    /// <summary>Null: whatever the verdict.</summary>
    public string? Objective { get; init; }

    /// <summary>One of <see cref="CustomerList.Sorts"/>.</summary>
    public required string Sort { get; init; }

    /// <summary>From 1.</summary>
    public required int Page { get; init; }

    /// <summary>Null where one customer was looked for.</summary>
    public CustomerPage? List { get; init; }

    /// <summary>The id that was looked for; null where none was.</summary>
    public string? Asked { get; init; }

    /// <summary>The customer of that id; null where there is none.</summary>
    public CustomerView? Found { get; init; }

    /// <summary>The address of the list with another order or page.</summary>
    public string Address(string? sort = null, int page = 1)
    {
        var query = new QueryBuilder();
        Add("schema", Schemas.Parameter);
        Add("objective", Objective);
        Add("segment", Segment?.Value);
        Add("sort", sort ?? Sort);
        Add("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null);
        return CustomersPages.Path + query.ToQueryString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }
    }

    /// <summary>The whole selection as a file, written as spreadsheets of the reader's country take it.</summary>
    public string DownloadAddress()
    {
        var query = new QueryBuilder { { "schema", Schemas.Chosen!.Id }, { "sort", Sort }, { "language", Languages.Code(Language) } };
        if (Objective is not null)
        {
            query.Add("objective", Objective);
        }

        if (Segment is not null)
        {
            query.Add("segments", SegmentModel.Keys[Segment.Proposal]);
            query.Add("segment", Segment.Id.ToString(CultureInfo.InvariantCulture));
        }

        query.Add("delimiter", CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator == "," ? ";" : ",");
        return "/api/customers.csv" + query.ToQueryString();
    }
}

/// <summary>A segment that can be picked.</summary>
/// <param name="Proposal">Its place among <see cref="SegmentModel.Keys"/>.</param>
/// <param name="Name">In the reader's language.</param>
public sealed record SegmentOption(int Proposal, int Id, string Name)
{
    /// <summary>As in addresses: <c>recommended.2</c>.</summary>
    public string Value { get; } = string.Create(CultureInfo.InvariantCulture, $"{SegmentModel.Keys[Proposal]}.{Id}");
}
