using System.Text.Json;
using Clientele.Functions;
using Clientele.Functions.Web;

namespace Clientele.Unit.Functions;

/// <summary>The files that the host reads, as they are beside the app.</summary>
public sealed class FunctionFilesTests
{
    public static TheoryData<string, string> Triggers => new()
    {
        { "PlanRun", """{"type":"blobTrigger","name":"blob","path":"uploads/{name}"}""" },
        { "PlanRunOnEvent", """{"type":"queueTrigger","name":"message","queueName":"uploads-events"}""" },
        { "WorkOnPart", """{"type":"queueTrigger","name":"message","queueName":"parts"}""" },
        { "PartPoisoned", """{"type":"queueTrigger","name":"message","queueName":"parts-poison"}""" },
        { "Retrain", """{"type":"timerTrigger","name":"timer","schedule":"%RetrainSchedule%"}""" },
        { "Watch", """{"type":"timerTrigger","name":"timer","schedule":"%WatchSchedule%"}""" },
        { "Models", """{"type":"httpTrigger","name":"request","route":"api/models/{schema?}/{kind?}/{version?}/{action?}","authLevel":"anonymous"}""" },
        { "Predict", """{"type":"httpTrigger","name":"request","route":"api/predict/{schema?}","authLevel":"function"}""" },
        { "OpenApi", """{"type":"httpTrigger","name":"request","route":"api/openapi.json","authLevel":"anonymous"}""" },
        { "Runs", """{"type":"httpTrigger","name":"request","route":"api/runs/{id?}/{action?}","authLevel":"anonymous"}""" },
        { "Objectives", """{"type":"httpTrigger","name":"request","route":"api/objectives/{schema?}","authLevel":"anonymous"}""" },
        { "Segments", """{"type":"httpTrigger","name":"request","route":"api/segments/{id?}","authLevel":"anonymous"}""" },
        { "Customers", """{"type":"httpTrigger","name":"request","route":"api/customers","authLevel":"anonymous"}""" },
        { "Insiders", """{"type":"httpTrigger","name":"request","route":"api/insiders","authLevel":"anonymous"}""" },
        { "InsidersReport", """{"type":"httpTrigger","name":"request","route":"api/insiders/report","authLevel":"anonymous"}""" },
        { "InsidersCustomer", """{"type":"httpTrigger","name":"request","route":"api/insiders/customer","authLevel":"anonymous"}""" },
        { PageRoutes.Function, """{"type":"httpTrigger","name":"request","route":"{*path}","authLevel":"anonymous"}""" },
        { "CustomersCsv", """{"type":"httpTrigger","name":"request","route":"api/customers.csv","authLevel":"anonymous"}""" },
    };

    [Theory]
    [MemberData(nameof(Triggers))]
    public void Each_function_has_its_trigger(string function, string expected)
    {
        JsonElement bindings = Read(Path.Combine(function, "function.json")).GetProperty("bindings");

        foreach (JsonProperty property in JsonElement.Parse(expected).EnumerateObject())
        {
            bindings[0].GetProperty(property.Name).GetString().ShouldBe(property.Value.GetString());
        }

        if (bindings[0].GetProperty("type").GetString() == "httpTrigger")
        {
            // Requests are passed on as they are only to functions with exactly one HTTP output.
            bindings.GetArrayLength().ShouldBe(2);
            bindings[1].GetProperty("type").GetString().ShouldBe("http");
        }
    }

    [Fact]
    public void There_is_a_class_for_each_function_folder_and_no_folder_without_one()
    {
        string[] folders = [.. Directory.GetFiles(AppContext.BaseDirectory, "function.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order()];

        folders.ShouldBe(((IEnumerable<object[]>)Triggers).Select(each => (string)each[0]).Order());

        // The pages are one function to the host, and many classes.
        folders.Where(folder => folder != PageRoutes.Function).ShouldAllBe(folder => typeof(FunctionsApp).Assembly.GetType("Clientele.Functions." + folder, throwOnError: false) != null);
    }

    [Fact]
    public void The_host_streams_requests_starts_the_handler_and_keeps_memory_bounded()
    {
        JsonElement host = Read("host.json");

        host.GetProperty("customHandler").GetProperty("enableProxyingHttpRequest").GetBoolean().ShouldBeTrue();
        host.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString()
            .ShouldBe(typeof(FunctionsApp).Assembly.GetName().Name);
        JsonElement queues = host.GetProperty("extensions").GetProperty("queues");
        (queues.GetProperty("batchSize").GetInt32() + queues.GetProperty("newBatchThreshold").GetInt32()).ShouldBe(4);
        host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString().ShouldBe("");
    }

    private static JsonElement Read(string path) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, path)));
}
