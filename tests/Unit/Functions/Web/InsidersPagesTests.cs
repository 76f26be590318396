using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Clientele.Functions.Web;
using Clientele.Insiders;
using Clientele.Runs;
using Clientele.Runs.Insiders;
using Clientele.Schemas;
using Clientele.Unit.Runs.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions.Web;

public sealed partial class InsidersPagesTests
{
    private static readonly Lazy<Task<Wholesaler>> Worked = new(() => Task.Run(() => WorkedAsync()));

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("pt-BR")]
    public async Task The_page_has_the_nine_questions_in_the_readers_language(string language)
    {
        await using RunningApp app = await StartAsync(await Worked.Value, language);
        string page = WebUtility.HtmlDecode(await app.Client.GetStringAsync("/insiders"));

        InsiderAnswers.Questions.ShouldAllBe(question => page.Contains(question.In(Languages.Of(CultureInfo.GetCultureInfo(language)))));
        page.ShouldContain("data-chart=");
        page.ShouldNotContain(" style=");
    }

    [Fact]
    public async Task Before_the_first_upload_the_pages_say_what_to_do()
    {
        await using RunningApp app = await StartAsync(new Wholesaler());

        foreach (string path in new[] { "/insiders", "/insiders/list" })
        {
            string page = await app.Client.GetStringAsync(path);
            page.ShouldContain("No programme yet");
            page.ShouldContain("href=\"/uploads\"");
        }
    }

    [Fact]
    public async Task The_printed_reports_policy_lets_in_its_own_style_and_nothing_else()
    {
        await using RunningApp app = await StartAsync(await Worked.Value, "pt");
        using HttpResponseMessage answer = await app.Client.GetAsync("/insiders/report");
        string html = await answer.Content.ReadAsStringAsync();

        string policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        Match style = Style().Matches(html).ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain($"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style.Groups["css"].Value)))}'");
        policy.ShouldNotContain("unsafe");
        StyleAttribute().IsMatch(html).ShouldBeFalse();
        html.ShouldNotContain("<script");
        html.ShouldStartWith("<!DOCTYPE html>\n<html lang=\"pt\">");
        html.ShouldContain("id=\"lang-pt\" checked");
    }

    [Fact]
    public async Task A_report_that_is_no_longer_kept_is_told_from_one_that_never_was()
    {
        Wholesaler shop = await WorkedAsync();
        string run = shop.Runs[^1].Id.Value;
        foreach (string form in new[] { "json", "html", "md" })
        {
            await shop.Storage.Container("results").DeleteAsync($"{run}/report.{form}", CancellationToken.None);
        }

        await using RunningApp app = await StartAsync(shop);
        (await app.Client.GetStringAsync("/insiders")).ShouldContain("The report is no longer kept");
        (await app.Client.GetStringAsync("/insiders/list")).ShouldContain("customers, page 1");
        using HttpResponseMessage printed = await app.Client.GetAsync("/insiders/report");
        printed.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await printed.Content.ReadAsStringAsync()).ShouldContain("The report is no longer kept");
        using HttpResponseMessage asked = await app.Client.GetAsync("/api/insiders/report");
        asked.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await asked.Content.ReadAsStringAsync()).ShouldContain($"POST /api/runs/{run}/retry");
    }

    [Theory]
    [InlineData("in", true, null)]
    [InlineData("out", false, null)]
    [InlineData("entered", null, "entered")]
    [InlineData("left", null, "left")]
    [InlineData("nobody", null, null)]
    public async Task A_list_has_whom_its_filter_names_and_a_filter_that_is_none_names_everybody(string who, bool? insider, string? change)
    {
        Wholesaler shop = await Worked.Value;
        InsiderListModel model = await ListAsync(shop, ("who", who));

        InsiderPage list = model.List.ShouldNotBeNull();
        model.Who.ShouldBe(who == "nobody" ? null : who);
        TableEntity[] expected = [.. shop.Storage.Table("insiders").Rows.Where(row => (insider is null || row.GetBoolean("Insider") == insider) && (change is null || row.GetString("Change") == change))];
        list.Count.ShouldBe(expected.Length);
        list.Customers.ShouldAllBe(customer => (insider == null || customer.Insider == insider) && (change == null || customer.Change == change));
    }

    [Fact]
    public async Task Groups_pages_and_orders_narrow_the_list_and_addresses_keep_them()
    {
        Wholesaler shop = await Worked.Value;
        InsiderListModel all = await ListAsync(shop);
        InsiderGroup group = all.Groups.MaxBy(each => each.Customers).ShouldNotBeNull();
        InsiderListModel model = await ListAsync(shop, ("cluster", group.Id.ToString(CultureInfo.InvariantCulture)), ("sort", "-expected"), ("page", "2"), ("who", "out"));

        model.List!.Customers.ShouldAllBe(customer => customer.Cluster == group.Id && !customer.Insider);
        model.List.Page.ShouldBe(2);
        model.Address(page: 3).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"/insiders/list?who=out&cluster={group.Id}&sort=-expected&page=3"));
        model.DownloadAddress().ShouldStartWith("/insiders/list.csv?who=out&cluster=");
        all.Groups.Sum(each => each.Customers).ShouldBe(all.List!.Count);
        all.Groups.Sum(each => each.Members).ShouldBe((await ListAsync(shop, ("who", "in"))).List!.Count);
    }

    [Fact]
    public async Task One_customer_is_looked_for_by_a_form_and_an_id_of_any_length_is_borne()
    {
        InsiderListPages pages = Pages(await Worked.Value);
        InsiderListModel found = ModelOf<InsiderListModel>(await pages.SearchAsync(Call(form: [("id", "10012")]), default));
        InsiderListModel none = ModelOf<InsiderListModel>(await pages.SearchAsync(Call(form: [("id", new string('9', 5000))]), default));

        found.Found!.Id.ShouldBe("10012");
        found.List.ShouldBeNull();
        none.Found.ShouldBeNull();
        none.Asked!.Length.ShouldBe(5000);
    }

    [Theory]
    [InlineData("en", ',', '.')]
    [InlineData("pt-BR", ';', ',')]
    public async Task The_file_has_the_selection_as_spreadsheets_of_the_country_read_it(string language, char delimiter, char point)
    {
        Wholesaler shop = await Worked.Value;
        await using RunningApp app = await StartAsync(shop, language);
        using HttpResponseMessage answer = await app.Client.GetAsync("/insiders/list.csv?who=in&sort=-revenue");
        string text = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe("transactions-insiders-in.csv");
        (string Customer, int Rank, double Revenue)[] rows = [.. Read(text, delimiter, point).OrderBy(row => row.Rank)];
        (string? Customer, double? Revenue)[] expected =
            [.. shop.Storage.Table("insiders").Rows.Where(row => row.GetBoolean("Insider") == true).OrderByDescending(row => row.GetDouble("Revenue")).Select(row => (row.GetString("Customer"), row.GetDouble("Revenue")))];
        rows.Select(row => row.Rank).ShouldBe(Enumerable.Range(1, expected.Length));
        rows.Select(row => ((string?)row.Customer, (double?)row.Revenue)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_formula_in_the_file_is_text()
    {
        Wholesaler shop = await WorkedAsync();
        TableEntity row = shop.Storage.Table("insiders").Rows.First(each => each.GetBoolean("Insider") == true);
        row["Why"] = "=HYPERLINK(\"x\")";
        (await shop.Storage.Table("insiders").TryReplaceAsync(row, row.ETag, CancellationToken.None)).ShouldBeTrue();

        await using RunningApp app = await StartAsync(shop);
        (await app.Client.GetStringAsync("/insiders/list.csv")).ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
    }

    /// <summary>By another program's reader.</summary>
    private static List<(string Customer, int Rank, double Revenue)> Read(string text, char delimiter, char point)
    {
        using var csv = CsvHelper.CsvReader.FromText(text.TrimStart('\uFEFF'), new CsvHelper.CsvReaderOptions { Separator = delimiter, HasHeader = false, SkipEmptyLines = true });
        csv.Read().ShouldBeTrue();
        string[] head = [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];
        (int customer, int rank, int revenue) = (Array.IndexOf(head, "Customer"), Array.IndexOf(head, "Rank"), Array.IndexOf(head, "Revenue"));
        var rows = new List<(string, int, double)>();
        while (csv.Read())
        {
            csv.FieldCount.ShouldBe(head.Length);
            rows.Add((csv.GetString(customer), int.Parse(csv.GetString(rank), CultureInfo.InvariantCulture), double.Parse(csv.GetString(revenue).Replace(point, '.'), CultureInfo.InvariantCulture)));
        }

        return rows;
    }

    /// <summary>Two uploads, so that some have entered and some have left.</summary>
    private static async Task<Wholesaler> WorkedAsync()
    {
        Wholesaler shop = await Wholesaler.WithChampionAsync();
        shop.Drop("a.csv", Wholesaler.Year(months: 8));
        shop.Work("a.csv");
        shop.Drop("b.csv", Wholesaler.Year());
        shop.Work("b.csv");
        shop.Runs[^1].State.ShouldBe(RunState.Completed);
        return shop;
    }

    private static async Task<InsiderListModel> ListAsync(Wholesaler shop, params (string Name, string Value)[] query) =>
        ModelOf<InsiderListModel>(await Pages(shop).ListAsync(Call(query), default));

    private static TModel ModelOf<TModel>(PageAnswer answer) => answer.ShouldBeOfType<PageAnswer.View>().Model.ShouldBeOfType<TModel>();

    private static InsiderListPages Pages(Wholesaler shop) => new(new InsiderList(shop.Storage.Open()), shop.Schemas());

    private static PageCall Call((string Name, string Value)[]? query = null, (string Name, string Value)[]? form = null) => new(
        "/insiders/list",
        new Dictionary<string, string>(StringComparer.Ordinal),
        (query ?? []).ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase),
        new PageForm((form ?? []).Select(each => KeyValuePair.Create(each.Name, new[] { each.Value }))),
        new Visitor(null, IsOperator: false),
        Language.English);

    private static async Task<RunningApp> StartAsync(Wholesaler shop, string language = "en")
    {
        RunningApp app = await RunningApp.StartAsync(services => services.AddSingleton(new InsiderList(shop.Storage.Open())).AddSingleton(shop.Schemas()));
        app.Client.DefaultRequestHeaders.Add("Accept-Language", language);
        return app;
    }

    [GeneratedRegex("<style>(?<css>[^<]*)</style>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Style();

    [GeneratedRegex("<[^>]*\\sstyle\\s*=", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex StyleAttribute();
}
