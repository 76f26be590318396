using System.Globalization;
using System.Text;
using Clientele.Campaign;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Customers;

public sealed class CustomerCsvTests
{
    private const string Header =
        "Rank,Customer,Probability,Decile,Aggressive,Moderate,Balanced,Frugal,ExpectedProfit,Segment2,Segment3,Segment,SegmentName,Reason1,Reason2,Reason3,name,Decile_,Uploaded";

    [Theory]
    [InlineData(true, CustomerSort.MostProbable)]
    [InlineData(false, CustomerSort.LeastProfitable)]
    public async Task Rows_come_by_bucket_and_key_and_their_ranks_are_the_places_of_the_list(bool integerIds, CustomerSort sort)
    {
        Town town = await Town.CreateAsync(400, seed: 1, integerIds);
        var selection = new CustomerSelection { Schema = town.Schema, Proposal = 1, Segment = 2, Sort = sort };
        List<string> list = await ListAsync(town, selection);

        string[] lines = await LinesAsync(town, selection);

        lines[0].ShouldBe(Header);
        string[][] rows = [.. lines[1..].Select(line => line.Split(','))];
        rows.Select(row => Unquoted(row[1])).ShouldBe(
            town.Customers.Where(each => each.Segments.Three == 2).OrderBy(town.BucketOf).ThenBy(town.KeyOf, StringComparer.Ordinal).Select(each => each.Id));
        rows.OrderBy(row => int.Parse(row[0], CultureInfo.InvariantCulture)).Select(row => Unquoted(row[1])).ShouldBe(list);
        rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)).Order().ShouldBe(Enumerable.Range(1, list.Count));
    }

    [Fact]
    public async Task A_row_says_what_the_tables_say_of_the_customer()
    {
        Town town = await Town.CreateAsync(0, seed: 2);
        town.Customers.Add(new Citizen("42", 0.75, 5.25, ObjectiveVerdicts.Aggressive | ObjectiveVerdicts.Moderate, new SegmentAssignment(1, 3, 2), "Ana, \"la buena\"", -12.5));
        await town.WriteAsync();

        (await LinesAsync(town, new CustomerSelection { Schema = town.Schema }))[1].ShouldBe(
            "1,42,0.75,1,true,true,false,false,5.25,1,3,2,,English first,English second,,\"Ana, \"\"la buena\"\"\",-12.5,2026-01-01 00:00:00");
        (await LinesAsync(town, new CustomerSelection { Schema = town.Schema }, new CustomerCsvOptions
        {
            Language = Language.Portuguese,
            Delimiter = ';',
            SegmentNames = _ => Task.FromResult<IReadOnlyDictionary<int, LocalText>>(
                Enumerable.Range(0, 100).ToDictionary(segment => segment, segment => new LocalText($"Segment {segment}", $"Segmento {segment}", $"Segmento {segment}"))),
        }))[1].ShouldBe(
            "1;42;0,75;1;true;true;false;false;5,25;1;3;2;Segmento 2;Portuguese first;Portuguese second;;\"Ana, \"\"la buena\"\"\";-12,5;2026-01-01 00:00:00");
    }

    [Fact]
    public async Task Formulas_are_neutralised_in_texts_and_numbers_are_left_alone()
    {
        Town town = await Town.CreateAsync(0, seed: 3, integerIds: false);
        town.Customers.Add(new Citizen("-7+A1", 0.5, -1, ObjectiveVerdicts.None, default, "=HYPERLINK(\"http://x\")", -3));
        await town.WriteAsync();

        string line = (await LinesAsync(town, new CustomerSelection { Schema = town.Schema }))[1];

        line.ShouldStartWith("1,'-7+A1,0.5,1,");
        line.ShouldContain(",-1,0,0,0,");
        line.ShouldEndWith(",\"'=HYPERLINK(\"\"http://x\"\")\",-3,2026-01-01 00:00:00");
    }

    [Fact]
    public async Task The_first_of_the_order_are_those_of_the_list()
    {
        Town town = await Town.CreateAsync(300, seed: 4);
        var selection = new CustomerSelection { Schema = town.Schema, Objectives = ObjectiveVerdicts.Balanced, Sort = CustomerSort.MostProfitable };

        string[] lines = await LinesAsync(town, selection, new CustomerCsvOptions { Top = 25 });

        lines[1..].Select(line => line.Split(',')).OrderBy(row => int.Parse(row[0], CultureInfo.InvariantCulture)).Select(row => row[1])
            .ShouldBe((await ListAsync(town, selection)).Take(25));
        (await LinesAsync(town, selection, new CustomerCsvOptions { Top = 100_000 })).Length.ShouldBe((await ListAsync(town, selection)).Count + 1);
    }

    [Fact]
    public async Task Few_customers_read_by_key_are_written_as_when_all_are_read_through()
    {
        Town town = await Town.CreateAsync(1500, seed: 5);
        var selection = new CustomerSelection { Schema = town.Schema };
        var reads = new List<StorageOperationKind>();
        town.Storage.After = operation =>
        {
            if (operation.Store == "customerscores")
            {
                lock (reads)
                {
                    reads.Add(operation.Kind);
                }
            }

            return ValueTask.CompletedTask;
        };

        string[] all = await LinesAsync(town, selection);
        reads.Distinct().ShouldBe([StorageOperationKind.ReadRows]);
        reads.Clear();
        string[] few = await LinesAsync(town, selection, new CustomerCsvOptions { Top = 20 });

        reads.Distinct().ShouldBe([StorageOperationKind.FindRow]);
        few.Length.ShouldBe(21);
        few.Except(all).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(10)]
    public async Task Customers_erased_since_the_index_was_written_are_left_out(int? top)
    {
        Town town = await Town.CreateAsync(400, seed: 6);
        var selection = new CustomerSelection { Schema = town.Schema };
        List<string> list = await ListAsync(town, selection);
        Citizen[] first = [.. list.Take(10).Select(id => town.Customers.Single(each => each.Id == id))];
        await town.EraseAsync(first[3], "customerscores");
        await town.EraseAsync(first[4], "customerstown");

        string[] lines = await LinesAsync(town, selection, new CustomerCsvOptions { Top = top });

        lines.Length.ShouldBe((top ?? 400) - 2 + 1);
        lines[1..].Select(line => line.Split(',')[1]).Intersect([first[3].Id, first[4].Id]).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_header_is_out_before_anything_is_read()
    {
        Town town = await Town.CreateAsync(10, seed: 7);
        var gate = new TaskCompletionSource();
        town.Storage.Before = async _ => await gate.Task;
        using var output = new MemoryStream();

        Task writing = town.List.WriteCsvAsync(new CustomerSelection { Schema = town.Schema }, new CustomerCsvOptions(), output, default);

        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("\uFEFF" + Header + "\r\n");
        gate.SetResult();
        await writing;
        Encoding.UTF8.GetString(output.ToArray()).Split("\r\n").Length.ShouldBe(12);
    }

    private static async Task<List<string>> ListAsync(Town town, CustomerSelection selection)
    {
        var ids = new List<string>();
        CustomerPage page;
        do
        {
            page = await town.List.PageAsync(selection, 1 + (ids.Count / CustomerList.LargestPage), CustomerList.LargestPage, default);
            ids.AddRange(page.Customers.Select(customer => customer.Id));
        }
        while (ids.Count < page.Count);
        return ids;
    }

    /// <summary>Without the byte order mark and the last line's end.</summary>
    private static async Task<string[]> LinesAsync(Town town, CustomerSelection selection, CustomerCsvOptions? options = null)
    {
        using var output = new MemoryStream();
        await town.List.WriteCsvAsync(selection, options ?? new CustomerCsvOptions(), output, default);
        string text = Encoding.UTF8.GetString(output.ToArray());
        text[0].ShouldBe('\uFEFF');
        text.ShouldEndWith("\r\n");
        return text[1..^2].Split("\r\n");
    }

    private static string Unquoted(string cell) => cell.Trim('"').TrimStart('\'');
}
