using System.Globalization;
using System.Net;
using Clientele.Functions.Access;
using Clientele.Functions.HostProtocol;
using Clientele.Functions.Web;
using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>The custom handler: a web server on loopback that the Functions host starts and calls.</summary>
public static class FunctionsApp
{
    private const string PortSetting = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>What the process ends with when someone asked it to. The host never restarts a handler that ends with 0, and then fails every call.</summary>
    private const int StoppedOnRequest = 3;

    private const int CouldNotStart = 1;

    /// <summary>Runs until the process is stopped. Never returns 0.</summary>
    /// <param name="args">Settings as <c>--name=value</c>.</param>
    /// <param name="wire">Adds the run engine and the predictor.</param>
    public static async Task<int> RunAsync(string[] args, Action<WebApplicationBuilder> wire)
    {
        // A thread of its own that throws would abort the process, with a core dump and without a sentence.
        AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
        {
            Console.WriteLine($"Clientele ends: {failure.ExceptionObject}");
            Environment.Exit(CouldNotStart);
        };
        try
        {
            await using WebApplication app = Build(args, wire);
            await app.RunAsync();
            return StoppedOnRequest;
        }
        catch (Exception error)
        {
            Console.WriteLine($"Clientele could not start: {error.Message}");
            return CouldNotStart;
        }
    }

    /// <summary>Everything is loaded when this returns, and nothing is bound yet: the host takes any answer to <c>GET /</c> for readiness.</summary>
    /// <exception cref="FormatException">A setting that cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder> wire)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        int port = Port(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);

            // A blob trigger sends the whole blob; it is skipped while it streams by, however large and slow.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;

            // A download that its reader lets wait is the host's to end, or the function's time limit.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });

        // ASP.NET Core's own lines would name every request twice, and with its query, which may carry a function key.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter(typeof(AccessPipeline).Namespace, LogLevel.Warning);
        builder.Services.AddHostProtocol().AddFunctions().AddWeb();
        builder.AddAccess();
        wire(builder);
        WebApplication app = builder.Build();
        app.UseHostHeaders();
        app.UseWeb();
        app.UseAccess();
        app.MapFunctions();
        app.MapWeb();
        app.Load();
        return app;
    }

    private static IServiceCollection AddHostProtocol(this IServiceCollection services) =>
        services.AddSingleton(TimeProvider.System).AddSingleton<TimeLimits>().AddSingleton<Calls>();

    private static IServiceCollection AddFunctions(this IServiceCollection services) =>
        services
            .AddSingleton<PlanRun>()
            .AddSingleton<PlanRunOnEvent>()
            .AddSingleton<WorkOnPart>()
            .AddSingleton<PartPoisoned>()
            .AddSingleton<Retrain>()
            .AddSingleton<Watch>()
            .AddSingleton<Predict>()
            .AddSingleton<Runs>()
            .AddSingleton<Objectives>()
            .AddSingleton<Customers>()
            .AddSingleton<CustomersCsv>()
            .AddSingleton<Models>()
            .AddSingleton<Segments>()
            .AddSingleton<Insiders>()
            .AddSingleton<InsidersReport>()
            .AddSingleton<InsidersCustomer>()
            .AddSingleton<OpenApi>();

    private static void MapFunctions(this WebApplication app)
    {
        app.MapBlob<PlanRun>("uploads", (function, blob, cancellation) => function.RunAsync(blob, cancellation));
        app.MapQueue<PlanRunOnEvent>((function, message, cancellation) => function.RunAsync(message, cancellation));
        app.MapQueue<WorkOnPart>((function, message, cancellation) => function.RunAsync(message, cancellation));
        app.MapQueue<PartPoisoned>((function, message, cancellation) => function.RunAsync(message, cancellation));
        app.MapTimer<Retrain>((function, timer, cancellation) => function.RunAsync(timer, cancellation));
        app.MapTimer<Watch>((function, timer, cancellation) => function.RunAsync(timer, cancellation));
        app.MapHttp<Models>("api/models/{schema?}/{kind?}/{version?}/{action?}", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Models>("api/models/{schema?}/{kind?}/{version?}/{action?}", ["POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Operator);
        app.MapHttp<Predict>("api/predict/{schema?}", ["POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).AllowAnonymous();
        app.MapHttp<OpenApi>("api/openapi.json", ["GET"], (function, _, cancellation) => function.RunAsync(cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Runs>("api/runs/{id?}/{action?}", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Runs>("api/runs/{id?}/{action?}", ["POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Operator);
        app.MapHttp<Segments>("api/segments/{id?}", ["GET", "POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Insiders>("api/insiders", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<InsidersReport>("api/insiders/report", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<InsidersCustomer>("api/insiders/customer", ["POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Objectives>("api/objectives/{schema?}", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<Objectives>("api/objectives/{schema?}", ["POST"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Operator);
        app.MapHttp<Customers>("api/customers", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
        app.MapHttp<CustomersCsv>("api/customers.csv", ["GET"], (function, call, cancellation) => function.RunAsync(call, cancellation)).RequireAuthorization(Roles.Marketer);
    }

    /// <summary>Makes what is made once, so that a bad setting ends the start instead of a call. Hosted services, too, start before the port is bound.</summary>
    private static void Load(this WebApplication app)
    {
        app.Services.GetRequiredService<IRunEngine>();
        app.Services.GetRequiredService<IPredictor>();
        app.Services.GetRequiredService<IModelRegistry>();
        app.Services.GetRequiredService<Calls>();
    }

    private static int Port(ConfigurationManager configuration) =>
        int.TryParse(configuration[PortSetting], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"The setting {PortSetting}: expected a port, found '{configuration[PortSetting]}'. The Functions host sets it.");
}
