using System.Globalization;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Microsoft.AspNetCore.Http.Extensions;

namespace Clientele.Functions.Web;

/// <summary>What the list of the programme's customers shows.</summary>
public sealed record InsiderListModel
{
    public const int PageSize = 50;

    /// <summary>Who can be picked, by the names that they have in addresses.</summary>
    public static IReadOnlyList<(string Name, bool? Insider, string? Change)> WhoChoices { get; } =
    [
        ("in", true, null),
        ("out", false, null),
        ("entered", null, "entered"),
        ("new", null, "new"),
        ("left", null, "left"),
    ];

    public required SchemaChoice Schemas { get; init; }

    public required Language Language { get; init; }

    public required IReadOnlyList<InsiderGroup> Groups { get; init; }

    /// <summary>One of <see cref="WhoChoices"/>; null for everybody.</summary>
    public string? Who { get; init; }

    /// <summary>Null: of all groups.</summary>
    public InsiderGroup? Group { get; init; }

    /// <summary>One of <see cref="InsiderList.Sorts"/>.</summary>
    public required string Sort { get; init; }

    /// <summary>From 1.</summary>
    public required int Page { get; init; }

    /// <summary>Null where one customer was looked for, and while no upload has finished.</summary>
    public InsiderPage? List { get; init; }

    /// <summary>The id that was looked for; null where none was.</summary>
    public string? Asked { get; init; }

    /// <summary>The customer of that id; null where there is none.</summary>
    public InsiderView? Found { get; init; }

    /// <summary>The address of the list with another order or page.</summary>
    public string Address(string? sort = null, int page = 1) => Address(InsidersPages.ListPath, Schemas.Parameter, Who, Group?.Id, sort ?? Sort, page);

    /// <summary>The whole selection as a file.</summary>
    public string DownloadAddress() => Address(InsidersPages.CsvPath, Schemas.Parameter, Who, Group?.Id, Sort, page: 1);

    internal static string Address(string path, string? schema, string? who, int? cluster, string? sort, int page)
    {
        var query = new QueryBuilder();
        Add("schema", schema);
        Add("who", who);
        Add("cluster", cluster?.ToString(CultureInfo.InvariantCulture));
        Add("sort", sort);
        Add("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null);
        return path + query.ToQueryString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }
    }
}
