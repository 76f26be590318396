using System.Globalization;
using Clientele.Benchmarks.Predict;
using Clientele.Benchmarks.Segments;
using Clientele.Benchmarks.Storage;
using Clientele.LocalHost.Host;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.Benchmarks.Web;

/// <summary>
/// Pages of the published app behind the local host, with storage in Azurite, in a real Chromium. A load is timed from the start of the navigation to the end of the
/// page's load event, and weighed with headers, as the browser tells both. The first page is the one that predicts, as someone gets it who never was here: an
/// empty cache, a new connection; the app has answered before. The list is the one of 50,000 customers by objective, page after page, with what the browser has kept.
/// Medians of fifteen.
/// </summary>
public static class WebBench
{
    private const int Customers = 50_000;
    private const int TrainingRows = 2_240;
    private const int Seed = 5;
    private const int Loads = 15;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CancellationToken cancellation = context.CancellationToken;
        string app = await PublishedApp.PublishAsync(context);
        await using ScratchAzurite azurite = await ScratchAzurite.StartAsync(context);
        context.Log.WriteLine($"training on {TrainingRows} customers");
        await using FunctionsHost host = await TrainedHost.StartAsync(azurite, app, TrainingRows, Seed, context);
        context.Log.WriteLine($"writing {Customers} customers");
        await WriteCustomersAsync(azurite, cancellation);

        IBrowser browser = await Chromium.SharedAsync();
        Load[] first = await FirstPagesAsync(browser, host.Address, "predict");
        Load[] list = await ListPagesAsync(browser, host.Address);
        return
        [
            Figure.AtMost("web.first_page_kb", Median(first, load => load.Kilobytes), "KB", 150),
            Figure.AtMost("web.first_page_ms", Median(first, load => load.Milliseconds), "ms", 300),
            Figure.Told("web.first_page_first_byte_ms", Median(first, load => load.FirstByte), "ms"),
            Figure.AtMost("web.list_50k_ms", Median(list, load => load.Milliseconds), "ms", 500),
            Figure.Told("web.list_50k_first_byte_ms", Median(list, load => load.FirstByte), "ms"),
            Figure.Told("web.list_50k_kb", Median(list, load => load.Kilobytes), "KB"),
        ];
    }

    private static async Task WriteCustomersAsync(ScratchAzurite azurite, CancellationToken cancellation)
    {
        ClienteleStorage storage = StorageConnections.Open(name => name == StorageConnections.App ? azurite.ConnectionString : null);
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("campaign")!;
        var customers = new MadeUpCustomers(schema, Customers);
        await customers.WriteIndexAsync(storage, cancellation);
        await customers.WriteRowsAsync(storage, cancellation);
    }

    /// <summary>Each in a profile of its own, after one that is not counted.</summary>
    private static async Task<Load[]> FirstPagesAsync(IBrowser browser, Uri app, string path)
    {
        var loads = new List<Load>();
        for (int i = 0; i <= Loads; i++)
        {
            await using IBrowserContext profile = await browser.NewContextAsync();
            loads.Add(await LoadAsync(await profile.NewPageAsync(), new Uri(app, path)));
        }

        return [.. loads.Skip(1)];
    }

    private static async Task<Load[]> ListPagesAsync(IBrowser browser, Uri app)
    {
        await using IBrowserContext profile = await browser.NewContextAsync();
        IPage page = await profile.NewPageAsync();
        var loads = new List<Load>();
        for (int i = 0; i <= Loads; i++)
        {
            loads.Add(await LoadAsync(page, new Uri(app, string.Create(CultureInfo.InvariantCulture, $"customers?objective=balanced&segment=recommended.2&page={i + 1}"))));
            int rows = await page.Locator("#list tbody tr").CountAsync();
            if (rows != 50)
            {
                throw new InvalidOperationException($"Page {i + 1} of the list has {rows} customers; expected 50.");
            }
        }

        return [.. loads.Skip(1)];
    }

    private static async Task<Load> LoadAsync(IPage page, Uri address)
    {
        IResponse? answer = await page.GotoAsync(address.ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        if (answer is not { Ok: true })
        {
            throw new InvalidOperationException($"{address} answered {answer?.Status}.");
        }

        // The end of the load event is told only after it.
        await page.WaitForFunctionAsync("performance.getEntriesByType('navigation')[0].loadEventEnd > 0");
        double[] figures = await page.EvaluateAsync<double[]>(
            """
            () => {
              const [load] = performance.getEntriesByType("navigation");
              const bytes = [load, ...performance.getEntriesByType("resource")].reduce((sum, each) => sum + each.transferSize, 0);
              return [load.loadEventEnd, load.responseStart, bytes / 1000];
            }
            """);
        return new Load(figures[0], figures[1], figures[2]);
    }

    private static double Median(Load[] loads, Func<Load, double> figure) => loads.Select(figure).Order().ElementAt(loads.Length / 2);

    /// <param name="Milliseconds">To the end of the load event.</param>
    /// <param name="FirstByte">Milliseconds to the first byte of the page.</param>
    /// <param name="Kilobytes">Over the wire, with headers, of 1,000 bytes.</param>
    private sealed record Load(double Milliseconds, double FirstByte, double Kilobytes);
}
